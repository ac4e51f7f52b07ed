import Foundation
import JSON
import Postgres
import Storage
import TestSupport
import Testing

extension StorageTests {
  /// Which processes there were at a time.
  @Suite struct ProcessTests {
    private func age(_ name: String, days: Int, _ owner: PostgresConnection) async throws {
      try await owner.execute(
        """
        update nucleus.process_start set started_at = started_at - \(Int64(days)) * interval '1 day',
          seen_at = seen_at - \(Int64(days)) * interval '1 day'
        where name = \(name)
        """)
    }

    /// Names of processes come and go with the machines that Kubernetes makes up.
    @Test func startsAreForgottenUnlessTheProcessIsStillThere() async throws {
      let database = try MigratedDatabase.ofThisSuite
      let owner = try await database.connect(as: .owner)
      let executor = try await database.connect(as: .executor)
      let service = "test-\(UUID())"
      for name in ["\(service)-gone", "\(service)-alive", "\(service)-new"] {
        try await ProcessStore.record(name, service, "1", ["A": "b"], in: executor)
      }
      try await age("\(service)-gone", days: 100, owner)
      try await age("\(service)-alive", days: 100, owner)
      try await ProcessStore.renew("\(service)-alive", in: executor)
      let now = Date().addingTimeInterval(60)
      let there = try await ProcessStore.starts(ofService: service, at: now, in: executor)
      #expect(there.map(\.name) == ["\(service)-new", "\(service)-alive"], "newest first")
      let then = now.addingTimeInterval(-100 * 86_400)
      let before = try await ProcessStore.starts(ofService: service, at: then, in: executor)
      #expect(Set(before.map(\.name)) == ["\(service)-gone", "\(service)-alive"])

      try await database.withPool(as: .scheduler) { pool in
        _ = try await ProcessStore.prune(olderThan: ProcessStore.retention, atMost: 1_000, in: pool)
      }
      let left = try await ProcessStore.starts(
        of: there.map(\.name) + ["\(service)-gone"], at: now, in: executor)
      #expect(Set(left.map(\.name)) == ["\(service)-new", "\(service)-alive"])
      for connection in [owner, executor] { await connection.close() }
    }

    /// Of a process that was started again and again, the start that held at the time.
    @Test func aNameHasTheStartThatWasTheLatestThen() async throws {
      let database = try MigratedDatabase.ofThisSuite
      let owner = try await database.connect(as: .owner)
      let executor = try await database.connect(as: .executor)
      let name = "again-\(UUID())@host"
      try await ProcessStore.record(name, "again", "1", ["A": "b"], in: executor)
      try await age(name, days: 3, owner)
      try await ProcessStore.record(name, "again", "2", ["A": "b"], in: executor)
      // What is still there is the one that was started last.
      try await ProcessStore.renew(name, in: executor)
      let now = Date().addingTimeInterval(60)
      for (time, version) in [(now, "2"), (now.addingTimeInterval(-2 * 86_400), "1")] {
        let starts = try await ProcessStore.starts(of: [name], at: time, in: executor)
        #expect(starts.map(\.version) == [version])
      }
      let early = try await ProcessStore.starts(
        ofService: "again", at: now.addingTimeInterval(-2 * 86_400), in: executor)
      #expect(!early.contains { $0.name == name }, "it was last seen a day before")
      for connection in [owner, executor] { await connection.close() }
    }
  }
}
