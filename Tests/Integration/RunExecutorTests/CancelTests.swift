import AMQP
import Contracts
import Domain
import Foundation
import JSON
import Outbox
import Postgres
import RunExecutor
import Storage
import Testing

extension ExecutorTests {
  @Suite struct CancelTests {
    /// Cancels as a scheduler does.
    private func cancel(_ run: UUID, on platform: Platform, telling: Bool = true) async throws {
      let ended = try await platform.scheduler.transaction { transaction in
        let ended = try await RunEnding.cancel(.runs([run]), text: "test", actor: "test", in: transaction)
        if !telling {
          try await transaction.execute(
            "delete from nucleus.outbox where run_id = \(run) and exchange = 'nucleus.control'")
        }
        return ended
      }
      #expect(ended == [run])
      platform.relay.wake()
    }

    @Test func aHangingRunStopsAndTheNextOneStarts() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["failure": "hang"], collections: 2)
      // No renewal of a lease can find out in the time of this test.
      try await Executor.with(platform, { $0.heartbeat = .seconds(3_600) }) { executor in
        let id = try await platform.trigger(registered)
        try await eventually("the run has started") { try await platform.run(id).status == .running }
        let next = try await platform.trigger(registered, collection: 1)
        try await eventually("the next one waits") { executor.service.waitingCount == 1 }
        try await cancel(id, on: platform)
        try await eventually(within: .seconds(2), "the next run starts") {
          try await platform.run(next).status == .running
        }
        #expect(
          try await platform.transitions(of: id) == ["- QUEUED 0", "QUEUED RUNNING 1", "RUNNING FAILED 1"])
        #expect(
          try await platform.activities(of: id) == [
            "markRunStarted 1 ok", "prepareCollectionJob 1 ok", "collectMetadata 1 cancelled",
          ])
        try await cancel(next, on: platform)
        try await eventually(within: .seconds(2), "nothing runs") { executor.service.runningCount == 0 }
      }
    }

    @Test func aLostNoticeIsMadeUpForByTheNextRenewal() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["failure": "hang"])
      try await Executor.with(platform, { $0.heartbeat = .milliseconds(200) }) { executor in
        let id = try await platform.trigger(registered)
        try await eventually("the run has started") { executor.service.runningCount == 1 }
        try await eventually("it is known to run") { try await platform.run(id).status == .running }
        try await cancel(id, on: platform, telling: false)
        try await eventually(within: .seconds(2), "the run stops") { executor.service.runningCount == 0 }
        #expect(try await platform.activities(of: id).last == "collectMetadata 1 cancelled")
      }
    }

    @Test func aCancelledQueuedRunIsDroppedSilently() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["failure": "hang"], collections: 3)
      try await Executor.with(platform) { executor in
        let first = try await platform.trigger(registered)
        let waiting = try await platform.trigger(registered, collection: 1)
        let last = try await platform.trigger(registered, collection: 2)
        try await eventually("one waits for the slot") { executor.service.waitingCount == 1 }
        try await cancel(waiting, on: platform)
        // Its turn comes, and passes.
        try await cancel(first, on: platform)
        try await eventually("the last one runs") { try await platform.run(last).status == .running }
        #expect(try await platform.transitions(of: waiting) == ["- QUEUED 0", "QUEUED FAILED 0"])
        #expect(try await platform.activities(of: waiting).isEmpty)
        #expect(try await platform.client.messageCount(of: Queue.dead.name) == 0)
        try await cancel(last, on: platform)
        try await eventually("nothing runs") { executor.service.runningCount == 0 }
      }
    }
  }
}
