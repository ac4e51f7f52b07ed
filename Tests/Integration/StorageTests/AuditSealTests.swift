import Contracts
import Domain
import Foundation
import JSON
import Logging
import Postgres
import TestSupport
import Testing

@testable import Storage

extension StorageTests {
  @Suite struct AuditSealTests {
    private static func entry(_ action: String) -> NewAuditEntry {
      NewAuditEntry(
        actor: Actor(keyID: "k", name: "n", role: "ADMIN"), action: action, before: ["b": [1, nil]],
        outcome: "done")
    }

    /// Seals whatever there is.
    private func sealAll(_ pool: PostgresPool, batch: Int = 7) async throws {
      while let frontier = try await AuditLedger.frontier(in: pool) {
        guard try await AuditLedger.isPassed(frontier, in: pool) else { continue }
        _ = try await pool.transaction { try await AuditLedger.seal(upTo: frontier, atMost: batch, in: $0) }
      }
    }

    private func verify(head: [UInt8]? = nil) async throws -> AuditVerification.Report {
      let reader = try await MigratedDatabase.ofThisSuite.connect(as: .scheduler)
      let report = try await AuditVerification.verify(expecting: head, on: reader)
      await reader.close()
      return report
    }

    @Test func sealsEveryEntryOnceInOrder() async throws {
      try await MigratedDatabase.ofThisSuite.withPool(as: .scheduler) { pool in
        try await sealAll(pool)
        let before = try await verify()
        try await AuditStore.add((0..<30).map { Self.entry("batch \($0)") }, to: pool)
        #expect(try await verify().unsealed == 30)
        try await sealAll(pool)
        let after = try await verify()
        #expect(after.sealed == before.sealed + 30 && after.unsealed == 0 && after.head != before.head)
      }
    }

    /// An entry with a lower number that commits later than one with a higher one is waited for.
    @Test func waitsForTransactionsUnderWay() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { pool in
        try await sealAll(pool)
        let before = try await verify()
        let slow = try await database.connect(as: .scheduler)
        try await slow.transaction { slow in
          try await AuditStore.add([Self.entry("slow")], to: slow)
          try await AuditStore.add([Self.entry("fast")], to: pool)
          let frontier = try #require(try await AuditLedger.frontier(in: pool))
          let isPassed = try await AuditLedger.isPassed(frontier, in: pool)
          #expect(!isPassed)
        }
        await slow.close()
        try await sealAll(pool)
        #expect(try await verify().sealed == before.sealed + 2)
      }
    }

    @Test func manySealersAndWritersLeaveOneChain() async throws {
      try await MigratedDatabase.ofThisSuite.withPool(as: .scheduler) { pool in
        try await sealAll(pool)
        let before = try await verify()
        try await withThrowingTaskGroup(of: Void.self) { group in
          for writer in 0..<4 {
            group.addTask {
              for round in 0..<25 {
                try await pool.transaction { transaction in
                  try await AuditStore.add(
                    (0..<3).map { Self.entry("\(writer)-\(round)-\($0)") }, to: transaction)
                }
              }
            }
          }
          for _ in 0..<3 {
            group.addTask {
              for _ in 0..<20 {
                guard let frontier = try await AuditLedger.frontier(in: pool),
                  try await AuditLedger.isPassed(frontier, in: pool)
                else { continue }
                _ = try await pool.transaction {
                  try await AuditLedger.seal(upTo: frontier, atMost: 11, in: $0)
                }
              }
            }
          }
          try await group.waitForAll()
        }
        try await sealAll(pool)
        let after = try await verify()
        #expect(after.sealed == before.sealed + 300 && after.unsealed == 0)
      }
    }

    /// Whoever owns the tables can switch off what protects them; the chain tells all the same.
    @Test func tamperingIsNamed() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { pool in
        try await AuditStore.add((0..<5).map { Self.entry("victim \($0)") }, to: pool)
        try await sealAll(pool)
        let whole = try await verify()
        let owner = try await database.connect(as: .owner)
        let victim = try #require(
          try await owner.query(
            "select sequence, id from nucleus.audit_entry where action = 'victim 2' order by sequence desc limit 1"
          ).first)
        let sequence: Int64 = try victim.decode("sequence")
        let id: UUID = try victim.decode("id")
        for (change, expected): (SQL, AuditFinding) in [
          (
            "update nucleus.audit_entry set outcome = 'E_ROLE_FORBIDDEN' where sequence = \(sequence)",
            .changed(sequence: sequence, id: id)
          ),
          (
            "update nucleus.audit_entry set before = null where sequence = \(sequence)",
            .changed(sequence: sequence, id: id)
          ),
          ("delete from nucleus.audit_entry where sequence = \(sequence)", .removed(sequence: sequence)),
          (
            "delete from nucleus.audit_seal where sequence = \(sequence)",
            .inserted(sequence: sequence, id: id)
          ),
        ] {
          let finding = await #expect(throws: AuditFinding.self, "\(change.text)") {
            try await owner.transaction { owner in
              for table in ["audit_entry", "audit_seal"] {
                try await owner.execute(
                  "alter table nucleus.\(identifier: table) disable trigger written_once")
              }
              try await owner.execute(change)
              // Seen from inside of the transaction, which rolls back with the finding.
              _ = try await AuditVerification.walk(expecting: nil, in: owner)
            }
          }
          #expect(finding == expected)
        }
        await owner.close()
        #expect(try await verify() == whole)
      }
    }
  }
}
