import AMQP
import Contracts
import Domain
import Foundation
import JSON
import Messaging
import Postgres
import RunExecutor
import Storage
import Testing

extension ExecutorTests {
  @Suite struct HandOverTests {
    @Test func aShutdownHandsBackAndAnotherFinishesWithTheSameAttempt() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["datasets": 2, "latencyMs": 2_000])
      let id = try await Executor.with(
        platform, name: "run-executor-1@test", { $0.drainTime = .milliseconds(500) }
      ) { _ in
        let id = try await platform.trigger(registered)
        try await eventually("the run has started") { try await platform.run(id).status == .running }
        return id
      }
      #expect(try await platform.run(id).status == .running)
      // The trigger that sends it on is in the executor's outbox or has been sent by it already.
      try await Executor.with(platform, name: "run-executor-2@test") { _ in
        let run = try await platform.end(of: id)
        #expect(run.status == .succeeded)
        #expect(run.attempt == 1)
        #expect(run.executor == "run-executor-2@test")
      }
      #expect(
        try await platform.transitions(of: id) == [
          "- QUEUED 0", "QUEUED RUNNING 1", "RUNNING RUNNING 1", "RUNNING RUNNING 1", "RUNNING SUCCEEDED 1",
        ])
      #expect(try await platform.activities(of: id).contains("collectMetadata 1 cancelled"))
    }

    @Test func aShutdownLetsRunsFinish() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["datasets": 2, "latencyMs": 1_000])
      let id = try await Executor.with(platform) { _ in
        let id = try await platform.trigger(registered)
        try await eventually("the run has started") { try await platform.run(id).status == .running }
        return id
      }
      #expect(try await platform.run(id).status == .succeeded)
      #expect(try await platform.transitions(of: id).count == 3)
    }

    @Test func waitingDeliveriesGoBackAtShutdown() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["failure": "hang"], collections: 2)
      let waiting = try await Executor.with(platform, { $0.drainTime = .milliseconds(100) }) { executor in
        let running = try await platform.trigger(registered, collection: 0)
        try await eventually("the first run has started") {
          try await platform.run(running).status == .running
        }
        let waiting = try await platform.trigger(registered, collection: 1)
        try await eventually("the second waits for its slot") { executor.service.waitingCount == 1 }
        return waiting
      }
      #expect(try await platform.run(waiting).status == .queued)
      try await eventually("both triggers are in the queue") {
        try await platform.client.messageCount(of: Queue.endpoint(registered.endpoint.id).name) == 2
      }
      try await platform.delete(registered)
    }

    @Test func aDeliveryThatWaitsTooLongGoesBack() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["latencyMs": 1_500, "datasets": 1], collections: 2)
      try await Executor.with(platform, { $0.slotPatience = .milliseconds(200) }) { _ in
        let first = try await platform.trigger(registered, collection: 0)
        let second = try await platform.trigger(registered, collection: 1)
        #expect(try await platform.end(of: first).status == .succeeded)
        #expect(try await platform.end(of: second).status == .succeeded)
      }
    }

    @Test func aDeletedEndpointsRunStopsAndWritesNothing() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["datasets": 5, "latencyMs": 4_000])
      try await Executor.with(platform) { executor in
        let id = try await platform.trigger(registered)
        try await eventually("the run has started") { try await platform.run(id).status == .running }
        try await platform.delete(registered)
        try await eventually(within: .seconds(3), "the session ends") { executor.service.runningCount == 0 }
        let run = try await platform.run(id)
        #expect(run.status == .failed && run.errorCode == "E_RUN_CANCELLED")
        #expect(try await platform.transitions(of: id).count == 3)
        #expect(try await platform.datasets(of: registered.endpoint.id).isEmpty)
      }
    }

    @Test func aRunTakenOverMeanwhileIsLeftAlone() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["datasets": 5, "latencyMs": 800])
      // No heartbeat will tell the session, so the fence alone has to hold.
      try await Executor.with(platform, { $0.heartbeat = .seconds(3_600) }) { executor in
        let id = try await platform.trigger(registered)
        try await eventually("the run has started") { try await platform.run(id).status == .running }
        try await platform.scheduler.execute(
          "update nucleus.run set lease_expires_at = clock_timestamp() - interval '1 s' where id = \(id)")
        let stolen = try await RunClaims.claim(
          [id], executor: "thief@test", ttl: .seconds(60), in: executor.pool)
        #expect(stolen.first?.fence == 2)
        try await eventually("the session ends") { executor.service.runningCount == 0 }
        let run = try await platform.run(id)
        #expect(run.status == .running)
        #expect(run.executor == "thief@test")
        #expect(try await platform.datasets(of: registered.endpoint.id).isEmpty)
        #expect(try await platform.activities(of: id).isEmpty)
      }
    }
  }
}
