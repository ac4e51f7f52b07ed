import AMQP
import Contracts
import Domain
import Foundation
import Messaging
import Postgres
import Storage
import Testing

extension SchedulerServiceTests {
  @Suite struct CancelTests {
    private func cancel(_ run: UUID, on platform: SchedulerPlatform) async throws -> CommandReply? {
      try await platform.gateway.send(CancelRun(runID: run, requestedBy: "Ada"))
    }

    private func lastTransition(of run: UUID, on platform: SchedulerPlatform) async throws -> RunTransition {
      try #require(try await RunQueries.transitions(of: [run], in: platform.owner)[run]?.last)
    }

    @Test func aQueuedRunNeverStarts() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (_, collection) = try await platform.register()
        let run = try await platform.trigger(collection.id).result(as: Run.self)
        let answer = try await cancel(run.id, on: platform).result(as: Run.self)
        #expect(answer.id == run.id && answer.status == .failed && answer.errorCode == "E_RUN_CANCELLED")
        #expect(answer.error == "cancelled by Ada" && answer.attempt == 0)
        let last = try await lastTransition(of: run.id, on: platform)
        #expect(last.from == .queued && last.to == .failed && last.actor == "Ada")
        #expect(last.reason == "E_RUN_CANCELLED: cancelled by Ada")
        #expect(
          try await RunClaims.claim([run.id], executor: "e", ttl: .seconds(15), in: platform.executor).isEmpty
        )
        // The collection is free for the next run.
        _ = try await platform.trigger(collection.id).result(as: Run.self)
        let audited = try await platform.count(
          """
          select count(*)::int8 from nucleus.audit_entry where action = 'run.cancel.v1' and object_type = 'run'
            and object_id = \(run.id.lowercased) and outcome = 'done' and before ->> 'status' = 'QUEUED'
            and after ->> 'status' = 'FAILED'
          """)
        #expect(audited == 1)
      }
    }

    @Test func aRunningRunIsFencedAndItsExecutorTold() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      let heard = ControlRecorder()
      try await heard.record(from: platform.client)
      try await RunningScheduler.with(platform) { _ in
        let (endpoint, collection) = try await platform.register()
        let run = try await platform.trigger(collection.id).result(as: Run.self)
        let claimed = try await RunClaims.claim(
          [run.id], executor: "executor@test", ttl: .seconds(60), in: platform.executor)
        let fence = try #require(claimed.first).fence
        let answer = try await cancel(run.id, on: platform).result(as: Run.self)
        #expect(answer.status == .failed && answer.executor == "executor@test")
        let end = RunEnd(hold: .init(runID: run.id, fence: fence), outcome: .succeeded)
        #expect(try await RunCompletion.finish([end], in: platform.executor).isEmpty)
        let notice = RunCancelled(runID: run.id, endpointID: endpoint.id, fence: fence)
        try await eventually("the executors are told") { heard.notices.contains(notice) }
      }
    }

    @Test func whatHasEndedOrNeverWasIsRefused() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        #expect(try await cancel(UUID.v7(), on: platform).refusal?.code == .runNotFound)
        let (_, collection) = try await platform.register()
        let run = try await platform.trigger(collection.id).result(as: Run.self)
        _ = try await cancel(run.id, on: platform).result(as: Run.self)
        let refusal = try await cancel(run.id, on: platform).refusal
        #expect(refusal?.code == .runFinished && refusal?.runID == run.id)
        #expect(
          try await platform.count(
            "select count(*)::int8 from nucleus.run_transition where run_id = \(run.id)") == 2)
      }
    }

    /// Whoever comes first, the run has one end and everybody gets a definite answer.
    @Test func cancellingRacesTheEnd() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        for _ in 0..<20 {
          let (_, collection) = try await platform.register()
          let run = try await platform.trigger(collection.id).result(as: Run.self)
          let claimed = try await RunClaims.claim(
            [run.id], executor: "e", ttl: .seconds(60), in: platform.executor)
          let end = RunEnd(
            hold: .init(runID: run.id, fence: try #require(claimed.first).fence), outcome: .succeeded)
          async let finished = RunCompletion.finish([end], in: platform.executor)
          let answer = try await cancel(run.id, on: platform)
          let hasFinished = try await !finished.isEmpty
          #expect((answer.refusal?.code == .runFinished) == hasFinished)
          #expect(try await platform.run(run.id).status == (hasFinished ? .succeeded : .failed))
        }
      }
    }

    /// A run that is claimed in the very moment of disabling either runs to its end or never starts.
    @Test func disablingRacesTheClaim() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        for round in 0..<20 {
          let (endpoint, collection) = try await platform.register()
          let run = try await platform.trigger(collection.id).result(as: Run.self)
          async let claims = RunClaims.claim(
            [run.id], executor: "e", ttl: .seconds(60), in: platform.executor)
          if round.isMultiple(of: 2) {
            var update = UpdateCollection(collectionID: collection.id, requestedBy: "test")
            update.isEnabled = .set(false)
            _ = try await platform.gateway.send(update).result(as: MetadataCollection.self)
          } else {
            var update = UpdateEndpoint(endpointID: endpoint.id, requestedBy: "test")
            update.isEnabled = .set(false)
            _ = try await platform.gateway.send(update).result(as: Endpoint.self)
          }
          let isClaimed = try await !claims.isEmpty
          #expect(try await platform.run(run.id).status == (isClaimed ? .running : .skipped))
          let states = try await RunQueries.transitions(of: [run.id], in: platform.owner)[run.id]?.map(\.to)
          #expect(states == [.queued, isClaimed ? .running : .skipped])
        }
      }
    }

    @Test func aDisabledEndpointSkipsWhatIsQueuedAndLetsTheRestFinish() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (endpoint, first) = try await platform.register()
        let second = try await platform.gateway.send(
          CreateCollection(endpointID: endpoint.id, requestedBy: "test", name: "second")
        ).result(as: MetadataCollection.self)
        let running = try await platform.trigger(first.id).result(as: Run.self)
        let queued = try await platform.trigger(second.id).result(as: Run.self)
        let claimed = try await RunClaims.claim(
          [running.id], executor: "e", ttl: .seconds(60), in: platform.executor)
        var update = UpdateEndpoint(endpointID: endpoint.id, requestedBy: "Ada")
        update.isEnabled = .set(false)
        _ = try await platform.gateway.send(update).result(as: Endpoint.self)
        #expect(try await platform.run(queued.id).status == .skipped)
        let last = try await lastTransition(of: queued.id, on: platform)
        #expect(last.reason == "ENDPOINT_DISABLED: the endpoint is disabled" && last.actor == "Ada")
        #expect(try await platform.trigger(first.id).refusal?.code == .collectionDisabled)
        #expect(try await platform.run(running.id).status == .running)
        let end = RunEnd(
          hold: .init(runID: running.id, fence: try #require(claimed.first).fence), outcome: .succeeded)
        #expect(try await RunCompletion.finish([end], in: platform.executor).count == 1)
      }
    }
  }
}
