import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage
import TestSupport
import Testing

extension StorageTests {
  /// Lists that are walked through while runs come, are claimed and end.
  @Suite struct RunPagingTests {
    /// Runs of several collections, each of which has at most one active run: the others are turned over and over.
    private struct Traffic: Sendable {
      let pool: PostgresPool
      let executor: PostgresPool
      let samples: [SampleRows]

      /// Makes a run where there is none, and takes the one that is there a step further.
      func step(_ index: Int) async throws {
        let sample = samples[index % samples.count]
        let made = try await pool.transaction { try await RunCreation.insert([sample.newRun()], in: $0) }
        guard made.isEmpty,
          let run = try await RunCreation.active(collections: [sample.collection.id], in: pool).values.first
        else { return }
        let claimed = try await RunClaims.claim([run.id], executor: "e", ttl: .seconds(60), in: executor)
        guard let claim = claimed.first else { return }
        let outcome: RunEnd.Outcome =
          index.isMultiple(of: 3) ? .failed(code: "E_UPSTREAM_ERROR", error: "x") : .succeeded
        _ = try await RunCompletion.finish(
          [RunEnd(hold: .init(runID: run.id, fence: claim.fence), outcome: outcome)], in: executor)
      }
    }

    @Test(arguments: [1 as UInt64, 2, 3])
    func neverSkipsNorRepeatsARunThatWasThere(seed: UInt64) async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { pool in
        try await database.withPool(as: .executor, size: 2) { executor in
          var random = SeededGenerator(seed: seed)
          var samples: [SampleRows] = []
          for _ in 0..<5 { samples.append(try await SampleRows.make(pool)) }
          let traffic = Traffic(pool: pool, executor: executor, samples: samples)
          for index in 0..<60 { try await traffic.step(index) }

          for owner in [nil, samples[0].endpoint.id] {
            var filter = RunQueries.Filter()
            filter.endpointID = owner
            filter.kind = Bool.random(using: &random) ? .collection : nil
            let start = try await RunQueries.list(filter, page: Page(first: 500), in: pool)
            let size = Int.random(in: 1...9, using: &random)
            var seen: [UUID] = []
            var turn = Int.random(in: 0..<100, using: &random)
            while true {
              let page = try await RunQueries.list(
                filter, page: Page(first: size, after: seen.last), in: pool)
              if page.isEmpty { break }
              seen += page.map(\.id)
              for _ in 0..<Int.random(in: 0...6, using: &random) {
                turn += 1
                try await traffic.step(turn)
              }
            }
            #expect(Set(seen).count == seen.count)
            #expect(start.map(\.id) == seen.filter(Set(start.map(\.id)).contains))
            // What has ended stays ended: a list of one status keeps what it held as well.
            filter.status = .failed
            let failed = try await RunQueries.list(filter, page: Page(first: 500), in: pool)
            try await traffic.step(turn + 3)
            var walked: [UUID] = []
            while true {
              let page = try await RunQueries.list(filter, page: Page(first: 2, after: walked.last), in: pool)
              if page.isEmpty { break }
              walked += page.map(\.id)
              try await traffic.step(turn + walked.count)
            }
            #expect(failed.map(\.id) == walked.filter(Set(failed.map(\.id)).contains))
          }
        }
      }
    }
  }
}
