import Domain
import Foundation
import Postgres
import Storage
import TestSupport
import Testing

extension StorageTests {
  @Suite struct CancellationTests {
    private static func record(_ hold: RunClaims.Hold, _ name: String, _ executor: PostgresPool) async throws
    {
      let activity = RunActivity(
        runID: hold.runID, name: name, attempt: 1, startedAt: Date(), endedAt: Date(), outcome: .cancelled,
        error: nil)
      try await RunCompletion.record([(hold, activity)], ofCancelled: true, in: executor)
    }

    private static func activities(of run: UUID, _ scheduler: PostgresPool) async throws -> [String] {
      try await RunQueries.activities(of: [run], in: scheduler)[run, default: []].map(\.name)
    }

    /// The last holder may say what it was doing when it was cancelled, and nobody else may say anything.
    @Test func onlyTheLastHolderTellsWhatWasCutOff() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { scheduler in
        try await database.withPool(as: .executor) { executor in
          let sample = try await SampleRows.make(scheduler)
          let id = try await sample.trigger(scheduler).id
          let old = try #require(
            try await RunClaims.claim([id], executor: "a", ttl: .zero, in: executor).first)
          let new = try #require(
            try await RunClaims.claim([id], executor: "b", ttl: .seconds(60), in: executor).first)
          let holder = RunClaims.Hold(runID: id, fence: new.fence)
          try await Self.record(holder, "before the end", executor)
          #expect(
            try await RunEnding.cancel(.runs([id, UUID()]), text: "test", actor: "Ada", in: scheduler) == [id]
          )
          try await Self.record(RunClaims.Hold(runID: id, fence: old.fence), "of a former holder", executor)
          try await Self.record(holder, "cut off", executor)
          #expect(try await Self.activities(of: id, scheduler) == ["cut off"])
        }
      }
    }

    @Test func anotherEndLetsNothingBeAdded() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { scheduler in
        try await database.withPool(as: .executor) { executor in
          let sample = try await SampleRows.make(scheduler)
          let id = try await sample.trigger(scheduler).id
          let claim = try #require(
            try await RunClaims.claim([id], executor: "a", ttl: .seconds(60), in: executor).first)
          let hold = RunClaims.Hold(runID: id, fence: claim.fence)
          let failure = RunEnd(hold: hold, outcome: .failed(code: "E_UPSTREAM_AUTH", error: "no"))
          #expect(try await RunCompletion.finish([failure], in: executor) == [id])
          try await Self.record(hold, "after it", executor)
          #expect(try await Self.activities(of: id, scheduler).isEmpty)
          #expect(try await RunEnding.cancel(.runs([id]), text: "test", actor: "Ada", in: scheduler).isEmpty)
        }
      }
    }

    @Test func aCollectionsActiveRunIsCancelledInWhateverStateItIs() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { scheduler in
        let sample = try await SampleRows.make(scheduler)
        let id = try await sample.trigger(scheduler).id
        let scope = RunEnding.Scope.collection(sample.collection.id)
        #expect(
          try await RunEnding.cancel(scope, text: "the next one is due", actor: "schedule", in: scheduler)
            == [id])
        #expect(
          try await RunEnding.cancel(scope, text: "the next one is due", actor: "schedule", in: scheduler)
            .isEmpty)
        let last = try #require(try await RunQueries.transitions(of: [id], in: scheduler)[id]?.last)
        #expect(last.actor == "schedule" && last.from == .queued)
      }
    }
  }
}
