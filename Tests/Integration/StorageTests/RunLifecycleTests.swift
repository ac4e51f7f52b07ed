import Contracts
import Domain
import Foundation
import JSON
import Postgres
import TestSupport
import Testing

@testable import Storage

extension StorageTests {
  @Suite struct RunLifecycleTests {
    private let ttl = Duration.seconds(15)

    @Test func oneActiveRunPerCollection() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler, size: 16) { pool in
        let sample = try await SampleRows.make(pool)
        let made = try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<50 {
            group.addTask {
              try await pool.transaction { try await RunCreation.insert([sample.newRun()], in: $0) }.count
            }
          }
          return try await group.reduce(0, +)
        }
        #expect(made == 1)
        let several = try await pool.transaction {
          try await RunCreation.insert([sample.newRun(), sample.newRun()], in: $0)
        }
        #expect(several.isEmpty)
        let active = try await RunCreation.active(collections: [sample.collection.id], in: pool)
        #expect(active[sample.collection.id]?.status == .queued)
      }
    }

    /// A trigger that names a run of another endpoint than its queue's touches nobody's run (B4).
    @Test func aRunIsClaimedForItsOwnEndpointOnly() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { scheduler in
        try await database.withPool(as: .executor) { executor in
          let run = try await SampleRows.make(scheduler).trigger(scheduler)
          for (endpoint, expected) in [(UUID.v7(), 0), (run.endpointID, 1)] {
            let claimed = try await RunClaims.claim(
              [run.id], of: [run.id: endpoint], executor: "e@h", ttl: ttl, in: executor)
            #expect(claimed.count == expected)
          }
        }
      }
    }

    @Test func theWholeWayOfARun() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { scheduler in
        try await database.withPool(as: .executor) { executor in
          let sample = try await SampleRows.make(scheduler, sealed: ["password": "nsl1.x"])
          let run = try await sample.trigger(scheduler)
          let claimed = try await RunClaims.claim([run.id], executor: "e@h", ttl: ttl, in: executor)
          let job = try #require(claimed.first)
          #expect(job.run.status == .running && job.run.attempt == 1 && job.fence == 1)
          #expect(job.sealed == ["password": "nsl1.x"])
          #expect(job.collection?.name == "default")
          let again = try await RunClaims.claim([run.id], executor: "f@h", ttl: ttl, in: executor)
          #expect(again.isEmpty)
          let hold = RunClaims.Hold(runID: run.id, fence: job.fence)
          #expect(try await RunClaims.renew([hold], ttl: ttl, in: executor) == [run.id])
          let datasets = [DiscoveredDataset(upstreamID: "a", displayName: "a", fields: [])]
          let ended = try await executor.transaction { transaction in
            #expect(try await RunCompletion.lock([hold], in: transaction) == [run.id])
            let found = FoundCatalog(
              endpointID: sample.endpoint.id, runID: run.id, datasets: datasets, isComplete: true)
            let change = try #require(try await CatalogWriter.store([found], in: transaction)[run.id])
            return try await RunCompletion.finish(
              [
                RunEnd(
                  hold: hold, outcome: .succeeded, stats: change.stats,
                  activities: [
                    RunActivity(
                      runID: run.id, name: "markRunCompleted", attempt: 1, startedAt: Date(), endedAt: Date(),
                      outcome: .ok, error: nil)
                  ])
              ], in: transaction)
          }
          #expect(ended == [run.id])
          #expect(
            try await RunCompletion.finish([RunEnd(hold: hold, outcome: .succeeded)], in: executor).isEmpty)
          let stored = try #require(try await RunQueries.find([run.id], in: scheduler)[run.id])
          #expect(stored.status == .succeeded && stored.stats?["added"] == 1)
          let transitions = try await RunQueries.transitions(of: [run.id], in: scheduler)[run.id] ?? []
          #expect(transitions.map(\.to) == [.queued, .running, .succeeded])
          #expect(transitions.map(\.from) == [nil, .queued, .running])
          let activities = try await RunQueries.activities(of: [run.id], in: scheduler)[run.id] ?? []
          #expect(activities.map(\.name) == ["markRunCompleted"])
        }
      }
    }

    /// The events written in SQL read as the type that Contracts pins.
    @Test func eventsWrittenInBulkFitTheContract() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { scheduler in
        try await database.withPool(as: .executor) { executor in
          let sample = try await SampleRows.make(scheduler)
          let run = try await sample.trigger(scheduler)
          let job = try #require(
            try await RunClaims.claim([run.id], executor: "e@h", ttl: ttl, in: executor).first)
          let end = RunEnd(
            hold: .init(runID: run.id, fence: job.fence),
            outcome: .failed(code: "E_RUN_TIMEOUT", error: "late"))
          try await RunCompletion.finish([end], in: executor)
          let sent = try await executor.transaction { try await OutboxStore.take(atMost: 1_000, in: $0) }
            .filter { $0.runID == run.id }
          #expect(sent.map(\.type) == [.runStarted, .runFailed])
          let events = try sent.map { try MessageCodec.decode(RunEvent.self, from: [UInt8]($0.body.utf8)) }
          #expect(events.map(\.status) == ["RUNNING", "FAILED"])
          #expect(events.last?.errorCode == "E_RUN_TIMEOUT")
          #expect(events.allSatisfy { $0.collectionID == sample.collection.id && $0.attempt == 1 })
          #expect(sent.last?.routingKey == RoutingKey.event(.runFailed, about: sample.endpoint.id))
          let triggers = try await scheduler.transaction { try await OutboxStore.take(atMost: 1_000, in: $0) }
            .filter { $0.runID == run.id }
          let trigger = try MessageCodec.decode(
            RunTriggered.self, from: [UInt8](try #require(triggers.first).body.utf8))
          #expect(trigger == RunTriggered(runID: run.id, endpointID: sample.endpoint.id))
          #expect(triggers.allSatisfy { $0.id.uuid.6 >> 4 == 7 })
        }
      }
    }

    @Test func reaperSendsAgainAndGivesUp() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { scheduler in
        try await database.withPool(as: .executor) { executor in
          let sample = try await SampleRows.make(scheduler)
          let run = try await sample.trigger(scheduler)
          for attempt in 1...3 {
            let job = try await RunClaims.claim([run.id], executor: "e@h", ttl: .zero, in: executor).first
            #expect(job?.run.attempt == attempt)
            let report = try await RunReaper.reap(
              queuedAfter: .seconds(30), retriggerAfter: .zero, in: scheduler)
            #expect(report.lost == (attempt == 3 ? 1 : 0))
            #expect(report.retriggered >= (attempt == 3 ? 0 : 1))
          }
          let stored = try #require(try await RunQueries.find([run.id], in: scheduler)[run.id])
          #expect(stored.status == .failed && stored.errorCode == "E_RUN_LOST")
        }
      }
    }

    @Test func aHandBackCostsNoAttempt() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { scheduler in
        try await database.withPool(as: .executor) { executor in
          let sample = try await SampleRows.make(scheduler)
          let run = try await sample.trigger(scheduler)
          let job = try #require(
            try await RunClaims.claim([run.id], executor: "a@h", ttl: ttl, in: executor).first)
          let hold = RunClaims.Hold(runID: run.id, fence: job.fence)
          try await RunClaims.handBack(
            [RunClaims.HandBack(hold, causedBy: nil)], reason: "shutting down", in: executor)
          #expect(try await RunClaims.renew([hold], ttl: ttl, in: executor).isEmpty)
          let next = try #require(
            try await RunClaims.claim([run.id], executor: "b@h", ttl: ttl, in: executor).first)
          #expect(next.run.attempt == 1 && next.fence == 2)
        }
      }
    }

    /// The newest trigger of a run in the outbox of a service.
    private func lastTrigger(of run: Run, in pool: PostgresPool) async throws -> OutboxMessage {
      let rows = try await pool.query(
        """
        select * from nucleus.outbox where run_id = \(run.id) and exchange = 'nucleus.triggers' order by id desc limit 1
        """)
      return try #require(try rows.map(OutboxMessage.init(row:)).first)
    }

    /// Whoever takes a run over goes on with its trace, and its messages say what they follow from.
    @Test func aTakenOverRunKeepsItsTraceAndItsCauses() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { scheduler in
        try await database.withPool(as: .executor) { executor in
          let sample = try await SampleRows.make(scheduler)
          let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
          let run = try await sample.trigger(
            scheduler,
            causedBy: MessageCause(messageID: "command", correlationID: "request", traceparent: trace))
          let first = try await lastTrigger(of: run, in: scheduler)
          #expect(first.causationID == "command" && first.traceparent == trace)

          // Handed back: what the executor was told is in its hands.
          let job = try #require(
            try await RunClaims.claim([run.id], executor: "a@h", ttl: ttl, in: executor).first)
          let own = trace.replacing("00f067aa0ba902b7", with: "1111111111111111")
          let cause = MessageCause(
            messageID: first.id.lowercased, correlationID: first.correlationID, traceparent: own)
          try await RunClaims.handBack(
            [.init(RunClaims.Hold(runID: run.id, fence: job.fence), causedBy: cause)],
            reason: "shutting down",
            in: executor)
          let second = try await lastTrigger(of: run, in: executor)
          #expect(second.causationID == first.id.lowercased)
          #expect(second.correlationID == "request" && second.traceparent == own)

          // Lost: the row and the journal know.
          _ = try await RunClaims.claim([run.id], executor: "b@h", ttl: .zero, in: executor)
          try await scheduler.execute(
            """
            insert into nucleus.journal_entry (stream_offset, message_id, type, exchange, routing_key, published_at, sender,
                                               run_id, correlation_id)
            select 1000000 + n, message, \(first.type.rawValue), exchange, 'x', now() + n * interval '1 second', 's',
                   \(run.id), 'request'
            from (values (1, \(first.id.lowercased), 'nucleus.triggers'), (2, \(second.id.lowercased), 'nucleus.triggers'),
                         (3, \(second.id.lowercased), 'nucleus.dead')) as t (n, message, exchange)
            """)
          let report = try await RunReaper.reap(
            queuedAfter: .seconds(3_600), retriggerAfter: .zero, in: scheduler)
          #expect(report.retriggered >= 1)
          let third = try await lastTrigger(of: run, in: scheduler)
          #expect(third.id != first.id && third.causationID == second.id.lowercased)
          #expect(third.correlationID == "request" && third.traceparent == trace)
        }
      }
    }

    @Test func deletingAnEndpointFencesItsRuns() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { scheduler in
        try await database.withPool(as: .executor) { executor in
          let sample = try await SampleRows.make(scheduler)
          let run = try await sample.trigger(scheduler)
          let job = try #require(
            try await RunClaims.claim([run.id], executor: "a@h", ttl: ttl, in: executor).first)
          try await scheduler.transaction { transaction in
            _ = try await EndpointStore.lock(sample.endpoint.id, in: transaction)
            _ = try await EndpointStore.delete(sample.endpoint.id, reason: "test", in: transaction)
            #expect(
              try await RunEnding.cancel(
                .runningOf(endpoint: sample.endpoint.id), text: "deleted", actor: "test", in: transaction)
                == [run.id])
          }
          let hold = RunClaims.Hold(runID: run.id, fence: job.fence)
          #expect(try await RunClaims.renew([hold], ttl: ttl, in: executor).isEmpty)
          #expect(
            try await RunCompletion.finish([RunEnd(hold: hold, outcome: .succeeded)], in: executor).isEmpty)
          #expect(try await executor.transaction { try await RunCompletion.lock([hold], in: $0) }.isEmpty)
          let stored = try #require(try await RunQueries.find([run.id], in: scheduler)[run.id])
          #expect(stored.status == .failed && stored.errorCode == "E_RUN_CANCELLED")
        }
      }
    }
  }
}
