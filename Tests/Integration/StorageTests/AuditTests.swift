import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage
import TestSupport
import Testing

extension StorageTests {
  @Suite struct AuditTests {
    private static func entry(
      actor: String = "key", action: String = "endpoint.update.v1", object: String? = "o",
      after: JSONValue? = nil
    ) -> NewAuditEntry {
      NewAuditEntry(
        actor: Actor(keyID: actor, name: "Ann", role: "ADMIN", address: "10.0.0.1"), action: action,
        objectType: object.map { _ in "endpoint" }, objectID: object, endpointID: nil, before: ["a": 1],
        after: after, outcome: "done", correlationID: "c")
    }

    @Test func isReadAsWrittenNewestFirst() async throws {
      try await MigratedDatabase.ofThisSuite.withPool(as: .scheduler) { pool in
        let actor = "reader-\(UUID.v7())"
        var odd = Self.entry(actor: actor, object: nil)
        odd.actor.role = "GOD"
        odd.actor.address = nil
        odd.actor.name = "a\0b" + String(repeating: "x", count: 500)
        for entry in [Self.entry(actor: actor, after: ["a": 2]), odd] {
          try await AuditStore.add([entry], to: pool)
        }
        var filter = AuditQueries.Filter()
        filter.actor = actor
        let found = try await AuditQueries.list(filter, page: Page(first: 10), in: pool)
        try #require(found.count == 2)
        #expect(found[0].actorRole == nil && found[0].actorAddress == nil && found[0].objectID == nil)
        #expect(found[0].actorName.hasPrefix("abx") && found[0].actorName.utf8.count == 200)
        #expect(found[1].actorName == "Ann" && found[1].actorRole == .admin)
        #expect(found[1].actorAddress == "10.0.0.1" && found[1].objectID == "o")
        #expect(found[1].before == ["a": 1] && found[1].after == ["a": 2] && found[1].outcome == "done")
        #expect(abs(found[1].at.timeIntervalSinceNow) < 60)
      }
    }

    @Test func isFilteredAndCutIntoPages() async throws {
      try await MigratedDatabase.ofThisSuite.withPool(as: .scheduler) { pool in
        let actor = "pager-\(UUID.v7())"
        let entries = (0..<25).map { index in
          Self.entry(
            actor: actor, action: index.isMultiple(of: 5) ? "rare-\(actor)" : "often",
            object: "\(actor)-\(index % 3)")
        }
        let start = Date()
        for entry in entries { try await AuditStore.add([entry], to: pool) }
        let all = try await pages(of: pool) { $0.actor = actor }
        #expect(all.map(\.objectID) == entries.reversed().map(\.objectID))
        #expect(try await pages(of: pool) { $0.action = "rare-\(actor)" }.count == 5)
        #expect(try await pages(of: pool) { $0.objectID = "\(actor)-1" }.count == 8)
        let middle = all[12].at
        let later = try await pages(of: pool) {
          $0.actor = actor
          $0.from = middle
        }
        #expect(later.map(\.id) == all.prefix(13).map(\.id))
        let earlier = try await pages(of: pool) {
          $0.actor = actor
          $0.from = start.addingTimeInterval(-60)
          $0.to = middle
        }
        #expect(earlier.map(\.id) == all.suffix(12).map(\.id))
        await #expect(throws: UnknownCursor.self) {
          _ = try await AuditQueries.list(.init(), page: Page(first: 1, after: .v7()), in: pool)
        }
      }
    }

    private func pages(
      of pool: PostgresPool, _ change: (inout AuditQueries.Filter) -> Void
    ) async throws -> [AuditEntry] {
      var filter = AuditQueries.Filter()
      change(&filter)
      var entries: [AuditEntry] = []
      while true {
        let page = try await AuditQueries.list(
          filter, page: Page(first: 4, after: entries.last?.id), in: pool)
        if page.isEmpty { return entries }
        entries += page
      }
    }

    @Test func everyFilterHasItsIndex() async throws {
      let owner = try await MigratedDatabase.ofThisSuite.connect(as: .owner)
      try await owner.transaction { owner in
        try await owner.execute(
          """
          insert into nucleus.audit_entry (id, actor_id, actor_name, action, object_id, outcome)
          select nucleus.uuid_v7(), value || i % 2 * (i % 500), 'n', value || i % 2 * (i % 500),
            value || i % 2 * (i % 500), 'done'
          from generate_series(1, 20000) as i, (values ('v')) as t (value)
          """)
        try await owner.execute("analyze nucleus.audit_entry")
        // v0 is in half of the rows, v7 in a few.
        let conditions = ["actor_id", "action", "object_id"].flatMap { ["\($0) = 'v0'", "\($0) = 'v7'"] }
        for condition in ["true"] + conditions {
          for cursor in ["", " and id < 'ffffffff-ffff-7fff-bfff-ffffffffffff'"] {
            let plan = try await owner.query(
              """
              explain select * from nucleus.audit_entry where \(unescaped: condition + cursor)
              order by id desc limit 50
              """
            ).map { try $0.decode(at: 0, as: String.self) }.joined(separator: "\n")
            #expect(!plan.contains("Seq Scan"), "\(condition)\n\(plan)")
            // A few rows may be sorted; many are not.
            #expect(condition.hasSuffix("'v7'") || !plan.contains("Sort"), "\(condition)\n\(plan)")
          }
        }
      }
      // The rows went: the seals of other tests must not meet them.
      await owner.close()
    }

    @Test func theDatabaseMakesIDsInOrder() async throws {
      let owner = try await MigratedDatabase.ofThisSuite.connect(as: .owner)
      let ids = try await owner.query("select nucleus.uuid_v7() as id from generate_series(1, 2000)").map {
        try $0.decode("id", as: UUID.self)
      }
      await owner.close()
      for id in ids { #expect(id.uuid.6 >> 4 == 7 && id.uuid.8 >> 6 == 0b10) }
      // Beyond the fraction of a millisecond in front, they are random.
      let fronts = ids.map { $0.uuidString.prefix(18) }
      #expect(fronts == fronts.sorted() && Set(ids).count == ids.count)
      let now = UUID.firstVersion7(at: Date()).uuidString
      #expect(abs(Double(time(ids[0].uuidString)) - Double(time(now))) < 60_000)
    }

    /// Milliseconds.
    private func time(_ id: String) -> UInt64 {
      UInt64(id.replacing("-", with: "").prefix(12), radix: 16) ?? 0
    }

    @Test func nobodyChangesWhatIsWritten() async throws {
      let owner = try await MigratedDatabase.ofThisSuite.connect(as: .owner)
      for table in ["audit_entry", "audit_seal"] {
        for statement: SQL in [
          "update nucleus.\(identifier: table) set sequence = default where false",
          "delete from nucleus.\(identifier: table)", "truncate nucleus.\(identifier: table)",
        ] where !(table == "audit_seal" && statement.text.hasPrefix("update")) {
          let error = await #expect(throws: PostgresError.self) { try await owner.execute(statement) }
          #expect(error?.sqlState == .insufficientPrivilege)
        }
      }
      await owner.close()
    }
  }
}
