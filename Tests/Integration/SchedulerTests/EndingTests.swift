import Contracts
import Domain
import Foundation
import Postgres
import Storage
import Testing

extension SchedulerServiceTests {
  @Suite struct EndingTests {
    @Test(arguments: ["disabled", "deleted"])
    func aQueuedRunEndsWithItsCollection(how: String) async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (_, collection) = try await platform.register()
        let run = try await platform.trigger(collection.id).result(as: Run.self)
        if how == "deleted" {
          _ = try await platform.gateway.send(
            DeleteCollection(collectionID: collection.id, requestedBy: "test")
          ).result(as: Bool.self)
        } else {
          var update = UpdateCollection(collectionID: collection.id, requestedBy: "test")
          update.isEnabled = .set(false)
          _ = try await platform.gateway.send(update).result(as: MetadataCollection.self)
        }
        let ended = try await platform.run(run.id)
        #expect(ended.status == .skipped)
        #expect(ended.errorCode == nil)
        #expect(try await platform.lastReason(of: run.id)?.hasPrefix("\(how.uppercased()): ") == true)
      }
    }

    @Test func aDeletedEndpointEndsAllAndKeepsTheHistory() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (endpoint, first) = try await platform.register()
        let second = try await platform.gateway.send(
          CreateCollection(endpointID: endpoint.id, requestedBy: "test", name: "second")
        ).result(as: MetadataCollection.self)
        let running = try await platform.trigger(first.id).result(as: Run.self)
        let queued = try await platform.trigger(second.id).result(as: Run.self)
        let claimed = try await RunClaims.claim(
          [running.id], executor: "executor@test", ttl: .seconds(60), in: platform.executor)
        let fence = try #require(claimed.first).fence

        let delete = DeleteEndpoint(endpointID: endpoint.id, requestedBy: "test")
        #expect(try await platform.gateway.send(delete).result(as: Bool.self))
        #expect(try await platform.run(queued.id).status == .skipped)
        #expect(try await platform.lastReason(of: queued.id)?.hasPrefix("DELETED: ") == true)
        let cancelled = try await platform.run(running.id)
        #expect(cancelled.status == .failed)
        #expect(cancelled.errorCode == "E_RUN_CANCELLED")
        // What the executor still writes counts no more.
        let end = RunEnd(hold: .init(runID: running.id, fence: fence), outcome: .succeeded)
        #expect(try await RunCompletion.finish([end], in: platform.executor).isEmpty)

        // The queue is gone before the reply.
        #expect(await platform.queueLength(endpoint.id) == nil)
        #expect(try await platform.trigger(first.id).refusal?.code == .collectionNotFound)
        let trigger = TriggerEndpoint(endpointID: endpoint.id, requestedBy: "test")
        #expect(try await platform.gateway.send(trigger).refusal?.code == .endpointNotFound)
        #expect(
          try await platform.count(
            "select count(*)::int8 from nucleus.run where endpoint_id = \(endpoint.id)") == 2)
        try await eventually("the outbox is empty") { try await platform.hasEmptyOutbox }
      }
    }

    @Test func noRunSurvivesADeletionThatItRaces() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        for _ in 0..<30 {
          let (endpoint, collection) = try await platform.register()
          try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<5 {
              group.addTask {
                let reply = try await platform.trigger(collection.id)
                #expect(reply != nil, "every command is answered")
              }
            }
            group.addTask {
              // A busy broker takes its time to delete a queue that it is just making.
              let reply = try await platform.gateway.send(
                DeleteEndpoint(endpointID: endpoint.id, requestedBy: "test"), within: .seconds(30))
              #expect(try reply.result(as: Bool.self))
            }
            try await group.waitForAll()
          }
          let alive = try await platform.count(
            """
            select count(*)::int8 from nucleus.run
            where endpoint_id = \(endpoint.id) and status in ('QUEUED', 'RUNNING')
            """)
          #expect(alive == 0)
        }
      }
    }
  }
}
