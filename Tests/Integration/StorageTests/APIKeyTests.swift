import Contracts
import Domain
import Foundation
import Postgres
import Storage
import TestSupport
import Testing

extension StorageTests {
  @Suite struct APIKeyTests {
    private func insert(
      _ name: String = "Key", digest: UInt8? = nil, expiresAt: Date? = nil, in pool: PostgresPool
    ) async throws -> APIKey? {
      let key = APIKey(id: .v7(), name: name, role: .operator, createdAt: Date(), expiresAt: expiresAt)
      let random = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
      return try await pool.transaction {
        try await APIKeyStore.insert(
          key, digest: digest.map { [UInt8](repeating: $0, count: 32) } ?? random, by: "admin", in: $0)
      }
    }

    @Test func isReadAsWritten() async throws {
      try await MigratedDatabase.ofThisSuite.withPool(as: .scheduler) { pool in
        let end = Date(timeIntervalSince1970: 4_000_000_000)
        let older = try #require(try await insert("Older", in: pool))
        let key = try #require(try await insert("Newer", digest: 7, expiresAt: end, in: pool))
        let listed = try await APIKeyQueries.list(in: pool)
        #expect(listed.map(\.id).starts(with: [key.id, older.id]))
        #expect(key.expiresAt == end && key.revokedAt == nil && key.lastUsedAt == nil)

        let credential = try #require(try await APIKeyQueries.credential(key.id, in: pool))
        #expect(credential.name == "Newer" && credential.role == .operator && credential.expiresAt == end)
        #expect(credential.matches(digest: [UInt8](repeating: 7, count: 32)))
        let several = try await APIKeyQueries.credentials([key.id, older.id, .v7()], in: pool)
        #expect(Set(several.keys) == [key.id, older.id])
      }
    }

    @Test func aDigestOpensOneKey() async throws {
      try await MigratedDatabase.ofThisSuite.withPool(as: .scheduler) { pool in
        let keys = [try await insert(digest: 9, in: pool), try await insert(digest: 9, in: pool)]
        #expect(keys[0] != nil && keys[1] == nil)
      }
    }

    @Test func revokingAgainKeepsTheFirstTime() async throws {
      try await MigratedDatabase.ofThisSuite.withPool(as: .scheduler) { pool in
        let key = try #require(try await insert(in: pool))
        let times = try await pool.transaction { transaction in
          try #require(try await APIKeyStore.lock(key.id, in: transaction) == key)
          let first = try await APIKeyStore.revoke(key.id, by: "one", in: transaction)
          return [
            first.revokedAt, try await APIKeyStore.revoke(key.id, by: "two", in: transaction).revokedAt,
          ]
        }
        #expect(times[0] != nil && times[0] == times[1])
        let credential = try #require(try await APIKeyQueries.credential(key.id, in: pool))
        #expect(!credential.isValid(at: .distantPast))
      }
    }

    @Test func theLatestUseCounts() async throws {
      try await MigratedDatabase.ofThisSuite.withPool(as: .scheduler) { pool in
        let key = try #require(try await insert(in: pool))
        let early = Date(timeIntervalSince1970: 1_000_000)
        let late = early.addingTimeInterval(10)
        try await APIKeyStore.touch([(key.id, early), (key.id, late), (.v7(), late)], in: pool)
        #expect(try await lastUse(of: key, pool) == late)
        try await APIKeyStore.touch([(key.id, early)], in: pool)
        #expect(try await lastUse(of: key, pool) == late)
        // A clock that is ahead does not make a key look used tomorrow.
        try await APIKeyStore.touch([(key.id, Date().addingTimeInterval(86_400))], in: pool)
        #expect(try #require(try await lastUse(of: key, pool)) < Date().addingTimeInterval(3_600))
      }
    }

    private func lastUse(of key: APIKey, _ pool: PostgresPool) async throws -> Date? {
      try await APIKeyQueries.list(in: pool).first { $0.id == key.id }?.lastUsedAt
    }
  }
}
