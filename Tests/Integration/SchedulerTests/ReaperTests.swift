import AMQP
import Contracts
import Domain
import Foundation
import Messaging
import Postgres
import Scheduler
import Storage
import TestSupport
import Testing

extension SchedulerServiceTests {
  @Suite struct ReaperTests {
    @Test func aLapsedLeaseIsTriggeredAgainAndLostAfterThreeClaims() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      // The queued run gets one trigger only, and the lapsed one no second one before it is claimed.
      let reaper = ReaperSettings(
        interval: .milliseconds(50), queuedAfter: .seconds(30), retriggerAfter: .milliseconds(500))
      try await RunningScheduler.with(platform, reaper: reaper) { _ in
        let (endpoint, collection) = try await platform.register()
        let triggers = try await TriggerRecorder(endpoint: endpoint.id, client: platform.client)
        let run = try await platform.trigger(collection.id).result(as: Run.self)
        try await eventually("the first trigger comes") { triggers.count(of: run.id) > 0 }
        for attempt in 1...3 {
          let before = triggers.count(of: run.id)
          var claimed: ClaimedRun?
          // On a busy machine the trigger may be a second one of the lease before, and this one still last.
          try await eventually("it is claimed") {
            claimed = try await RunClaims.claim(
              [run.id], executor: "executor@test", ttl: .milliseconds(200), in: platform.executor
            ).first
            return claimed != nil
          }
          #expect(claimed?.run.attempt == attempt)
          if attempt < 3 {
            try await eventually("a new trigger comes") { triggers.count(of: run.id) > before }
          }
        }
        try await eventually("the run is given up") { try await platform.run(run.id).status.isTerminal }
        let ended = try await platform.run(run.id)
        #expect(ended.status == .failed)
        #expect(ended.errorCode == "E_RUN_LOST")
        await triggers.stop()
      }
    }

    @Test func aQueuedRunWhoseMessageIsGoneIsTriggeredAgain() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform, reaper: RunningScheduler.eager) { _ in
        let (endpoint, collection) = try await platform.register()
        let run = try await platform.trigger(collection.id).result(as: Run.self)
        try await eventually("the trigger is in the queue") {
          (await platform.queueLength(endpoint.id) ?? 0) > 0
        }
        _ = try await platform.client.purgeQueue(Queue.endpoint(endpoint.id).name)
        let triggers = try await TriggerRecorder(endpoint: endpoint.id, client: platform.client)
        try await eventually("a new trigger comes") { triggers.count(of: run.id) > 0 }
        await triggers.stop()
      }
    }

    @Test func aMissingQueueComesBackWithItsMessage() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (endpoint, collection) = try await platform.register()
        try await platform.client.deleteQueue(Queue.endpoint(endpoint.id).name)
        _ = try await platform.trigger(collection.id).result(as: Run.self)
        try await eventually("the queue is back with the trigger") {
          await platform.queueLength(endpoint.id) == 1
        }
      }
    }

    @Test func theQueuesAreThereAfterAStart() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      let endpoints = try await RunningScheduler.with(platform) { _ in
        var endpoints: [UUID] = []
        for index in 0..<5 { endpoints.append(try await platform.register("Restart \(index)").endpoint.id) }
        return endpoints
      }
      for endpoint in endpoints { try await platform.client.deleteQueue(Queue.endpoint(endpoint).name) }
      try await RunningScheduler.with(platform) { _ in
        for endpoint in endpoints {
          try await eventually("the queue is declared again") { await platform.queueLength(endpoint) == 0 }
        }
      }
    }

    @Test func aMessageForADeletedEndpointLeavesTheOutbox() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      let (endpoint, collection) = try await RunningScheduler.with(platform) { _ in
        try await platform.register()
      }
      let run = RunCreation.NewRun(
        collectionID: collection.id, endpointID: endpoint.id, trigger: .manual, requestedBy: "test",
        filters: nil,
        cause: MessageCause(messageID: "m", correlationID: nil, traceparent: nil))
      try await platform.database.withPool(as: .scheduler) { pool in
        try await pool.transaction { transaction in
          _ = try await RunCreation.insert([run], in: transaction)
          _ = try await EndpointStore.delete(endpoint.id, reason: "test", in: transaction)
        }
      }
      try await platform.client.deleteQueue(Queue.endpoint(endpoint.id).name)
      try await RunningScheduler.with(platform, reaper: RunningScheduler.eager) { _ in
        try await eventually("the outbox is empty") { try await platform.hasEmptyOutbox }
        try await eventually("the run is skipped") { try await platform.run(run.id).status == .skipped }
      }
    }
  }
}
