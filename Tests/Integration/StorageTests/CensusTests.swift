import Domain
import Foundation
import Postgres
import Storage
import TestSupport
import Testing

extension StorageTests {
  @Suite struct CensusTests {
    private func counts(_ pool: PostgresPool) async throws -> [ActiveRunCount.Key: Int] {
      let counts = try await CensusQueries.runs(pool)
      return Dictionary(uniqueKeysWithValues: counts.map { ($0.key, $0.count) })
    }

    /// The difference that a run makes at each of its steps; other tests have left runs behind.
    @Test func countsRunsOnlyWhileTheyAreActive() async throws {
      let database = try MigratedDatabase.ofThisSuite
      let queued = ActiveRunCount.Key(kind: .collection, status: .queued)
      let running = ActiveRunCount.Key(kind: .collection, status: .running)
      try await database.withPool(as: .scheduler, size: 2) { scheduler in
        try await database.withPool(as: .executor, size: 2) { executor in
          let before = try await counts(scheduler)
          let run = try await SampleRows.make(scheduler).trigger(scheduler)
          #expect(try await counts(scheduler)[queued] == before[queued, default: 0] + 1)
          let claimed = try #require(
            try await RunClaims.claim([run.id], executor: "e", ttl: .seconds(15), in: executor).first)
          let during = try await counts(scheduler)
          #expect(during[queued, default: 0] == before[queued, default: 0])
          #expect(during[running] == before[running, default: 0] + 1)
          let hold = RunClaims.Hold(runID: run.id, fence: claimed.fence)
          _ = try await RunCompletion.finish([RunEnd(hold: hold, outcome: .succeeded)], in: executor)
          #expect(try await counts(scheduler) == before)
        }
      }
    }

    @Test func tellsHowLongTheLongestWaitsHaveLasted() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler, size: 2) { scheduler in
        let run = try await SampleRows.make(scheduler).trigger(scheduler)
        try await database.withPool(as: .owner, size: 1) { owner in
          try await owner.execute(
            "update nucleus.run set requested_at = clock_timestamp() - interval '1000 days' where id = \(run.id)"
          )
          let delays = try await CensusQueries.delays(scheduler)
          #expect((86_399_990...86_400_060).contains(delays.oldestQueued))
          #expect(delays.overdueSchedule >= 0 && delays.longestUnavailable >= 0)
          try await owner.execute(
            "update nucleus.run set requested_at = clock_timestamp() where id = \(run.id)")
        }
      }
    }

    @Test func measuresTheOutboxUpToALimit() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler, size: 2) { scheduler in
        _ = try await SampleRows.make(scheduler).trigger(scheduler)
        let backlog = try await OutboxStore.backlog(scheduler)
        #expect(backlog.count >= 2)
        #expect(try #require(backlog.oldestAge) >= 0)
        #expect(try await OutboxStore.backlog(scheduler, atMost: 1).count == 1)
      }
    }
  }
}
