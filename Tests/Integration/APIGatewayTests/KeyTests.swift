import Contracts
import Crypto
import Domain
import Foundation
import JSON
import Postgres
import Storage
import Testing

extension GatewayTests {
  /// Keys as a database holds them (G2, S10).
  @Suite struct KeyTests {
    /// A stored key and its text.
    private func make(
      _ role: Role, on platform: GatewayPlatform, expiresAt: Date? = nil
    ) async throws -> (id: UUID, text: String) {
      let id = UUID.v7()
      let text = APIKeyText.make(id: id, secret: (0..<32).map { _ in UInt8.random(in: 0...255) })
      let key = APIKey(id: id, name: "test", role: role, createdAt: Date(), expiresAt: expiresAt)
      let stored = try await platform.writer.transaction {
        try await APIKeyStore.insert(
          key, digest: Array(SHA256.hash(data: Data(text.utf8))), by: "test", in: $0)
      }
      _ = try #require(stored)
      return (id, text)
    }

    @Test func opensToAKeyWithItsRole() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      for role in Role.allCases {
        let (_, text) = try await make(role, on: platform)
        let answer = try await platform.ask("{ apiKeys { id } }", key: text)
        #expect(answer.status == 200)
        #expect(answer.code == (role == .admin ? nil : "E_ROLE_FORBIDDEN"))
      }
    }

    @Test func refusesWhatOnlyLooksLikeAKey() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let (id, text) = try await make(.admin, on: platform)
      let forged = APIKeyText.make(id: id, secret: Array(repeating: 7, count: 32))
      let unknown = APIKeyText.make(id: UUID(), secret: Array(repeating: 7, count: 32))
      for key in [forged, unknown, String(text.dropLast()), text + "A", text.uppercased()] {
        #expect(try await platform.ask("{ __typename }", key: key).status == 401)
      }
      #expect(try await platform.ask("{ __typename }", key: text).status == 200)
    }

    @Test func refusesAnExpiredKey() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let (_, text) = try await make(.admin, on: platform, expiresAt: Date(timeIntervalSinceNow: -1))
      #expect(try await platform.ask("{ __typename }", key: text).status == 401)
    }

    /// Within five seconds, while it is in constant use.
    @Test func refusesARevokedKeySoon() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let (id, text) = try await make(.viewer, on: platform)
      #expect(try await platform.ask("{ __typename }", key: text).status == 200)
      _ = try await platform.writer.transaction { try await APIKeyStore.revoke(id, by: "test", in: $0) }
      try await eventually(within: .seconds(5), "the key is refused") {
        try await platform.ask("{ __typename }", key: text).status == 401
      }
    }

    /// Many requests with many keys cost a statement now and then.
    @Test func looksKeysUpTogether() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      var keys: [String] = []
      for _ in 0..<20 { keys.append(try await make(.viewer, on: platform).text) }
      for key in keys { _ = try await platform.ask("{ __typename }", key: key) }
      _ = platform.reader.takeCount()
      for key in keys + keys { #expect(try await platform.ask("{ __typename }", key: key).status == 200) }
      #expect(platform.reader.takeCount() <= keys.count)
    }
  }
}
