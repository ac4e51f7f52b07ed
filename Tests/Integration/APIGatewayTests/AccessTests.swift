import Contracts
import Domain
import Foundation
import JSON
import Messaging
import Postgres
import Storage
import TestSupport
import Testing

extension GatewayTests {
  /// Keys and audit log as the API shows them.
  @Suite struct AccessTests {
    @Test func listsKeysNewestFirst() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let keys = try await platform.writer.transaction { transaction in
        var keys: [APIKey] = []
        for name in ["older", "newer"] {
          let key = APIKey(id: .v7(), name: name, role: .viewer, createdAt: Date())
          let digest = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
          let stored = try await APIKeyStore.insert(key, digest: digest, by: "admin", in: transaction)
          keys.append(try #require(stored))
        }
        _ = try await APIKeyStore.revoke(keys[0].id, by: "admin", in: transaction)
        return keys
      }
      let answer = try await platform.ask(
        "{ apiKeys { id name role createdAt expiresAt revokedAt lastUsedAt } }")
      let listed = try #require(answer.data?["apiKeys"]?.arrayValue).prefix(2)
      #expect(listed.map { $0["name"] } == ["newer", "older"])
      #expect(listed.map { $0["id"]?.stringValue } == keys.reversed().map(\.id.lowercased))
      #expect(listed.first?["revokedAt"] == .null && listed.last?["revokedAt"]?.stringValue != nil)
    }

    @Test func showsTheAuditLogFilteredAndInPages() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let actor = "key-\(UUID.v7())"
      let object = UUID.v7()
      for index in 0..<5 {
        try await AuditStore.add(
          [
            NewAuditEntry(
              actor: Actor(keyID: actor, name: "Ann", role: "ADMIN", address: "::1"),
              action: index == 3 ? "special-\(actor)" : "endpoint.update.v1", objectType: "endpoint",
              objectID: object.lowercased, endpointID: object, before: ["n": .int(Int64(index))],
              after: nil, outcome: "done", correlationID: "c")
          ], to: platform.writer)
      }
      let first = try await page(platform, "actor: \"\(actor)\", first: 3")
      try #require(first.map { $0["before"]?["n"] } == [4, 3, 2])
      #expect(first[0]["actorRole"] == "ADMIN" && first[0]["after"] == .null)
      #expect(first[0]["endpointId"]?.stringValue == object.lowercased)
      let cursor = try #require(first.last?["id"]?.stringValue)
      let second = try await page(platform, "actor: \"\(actor)\", first: 3, after: \"\(cursor)\"")
      #expect(second.map { $0["before"]?["n"] } == [1, 0])
      // Ids may be given in either case.
      for (arguments, count) in [
        ("objectId: \"\(object.uuidString)\"", 5), ("action: \"special-\(actor)\"", 1),
        ("actor: \"\(actor)\", to: \"2020-01-01T00:00:00Z\"", 0),
      ] {
        let found = try await page(platform, arguments)
        #expect(found.count == count, "\(arguments)")
      }
      let wrong = try await platform.ask("{ auditLog(after: \"\(UUID.v7())\") { id } }")
      #expect(wrong.code == "E_INVALID_INPUT")
      let large = try await platform.ask("{ auditLog(first: 501) { id } }")
      #expect(large.code == "E_INVALID_INPUT")
    }

    private func page(_ platform: GatewayPlatform, _ arguments: String) async throws -> [JSONValue] {
      let answer = try await platform.ask(
        """
        { auditLog(\(arguments)) {
            id at actorId actorName actorRole actorAddress action objectType objectId endpointId before after
            outcome correlationId
          } }
        """)
      return try #require(answer.data?["auditLog"]?.arrayValue, "\(answer.json)")
    }

    @Test func refusalsReachTheSchedulerWithTheirActor() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      platform.scheduler.answer { _ in .done(result: true) }
      let answer = try await platform.ask("mutation { deleteEndpoint(id: \"none\") }")
      #expect(answer.code == "E_INVALID_INPUT")
      try await eventually("the scheduler is told") { !platform.scheduler.received.isEmpty }
      let notice = try Envelope(#require(platform.scheduler.received.first))
      #expect(notice.type == .auditRecord && notice.replyTo == nil)
      #expect(notice.actor?.keyID == "admin" && notice.actor?.role == "ADMIN")
      let refusal = try notice.decode(RecordRefusal.self)
      #expect(refusal.mutation == "deleteEndpoint" && refusal.objectID == nil)
      #expect(refusal.outcome == "E_INVALID_INPUT")
    }
  }
}
