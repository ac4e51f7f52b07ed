import Contracts
import Crypto
import Domain
import Foundation
import JSON
import Testing

@testable import APIGateway

/// Keys from the request to the command and back.
@Suite(.timeLimit(.minutes(3))) struct APIKeyMutationTests {
  private static let creation = """
    mutation ($name: String!, $end: DateTime) { createApiKey(name: $name, role: OPERATOR, expiresAt: $end) {
      id key apiKey { id name role expiresAt revokedAt lastUsedAt } } }
    """

  /// A scheduler that makes the keys it is asked for, or answers that of the first request.
  private static func registry(first: UUID? = nil) -> RecordingCommands {
    RecordingCommands { request in
      let command = try MessageCodec.decode(CreateAPIKey.self, from: request.body)
      let key = APIKey(
        id: first ?? command.id, name: command.name, role: Role(rawValue: command.role) ?? .viewer,
        createdAt: Date(), expiresAt: command.expiresAt)
      return .done(result: try JSONValue(parsing: MessageCodec.encode(key)))
    }
  }

  @Test func showsTheKeyOnceAndSendsItsDigestAlone() async throws {
    let registry = Self.registry()
    try await GatewayFixture.with(commands: registry) { gateway in
      var keys: Set<String> = []
      for _ in 0..<5 {
        let answer = try await gateway.graphQL(
          Self.creation, variables: ["name": "Dashboard", "end": "2099-01-01T00:00:00Z"])
        let made = answer.json["data"]?["createApiKey"]
        let text = try #require(made?["key"]?.stringValue)
        #expect(made?["apiKey"]?["role"] == "OPERATOR")
        #expect(made?["apiKey"]?["expiresAt"] == "2099-01-01T00:00:00.000Z")
        #expect(APIKeyText.id(in: text.utf8)?.lowercased == made?["id"]?.stringValue)
        keys.insert(text)

        let request = try #require(registry.requests.last)
        let command = try MessageCodec.decode(CreateAPIKey.self, from: request.body)
        #expect(command.digest == SHA256.hash(data: Data(text.utf8)).hexDigits)
        let secret = text.suffix(43)
        #expect(!String(decoding: request.body, as: UTF8.self).contains(secret))
        #expect(request.actor?.role == "ADMIN" && request.actor?.keyID == "admin")
      }
      #expect(keys.count == 5)
    }
  }

  @Test func aRepetitionDoesNotShowAnotherKey() async throws {
    let first = UUID.v7()
    try await GatewayFixture.with(commands: Self.registry(first: first)) { gateway in
      let answer = try await gateway.graphQL(
        Self.creation, variables: ["name": "Twice"], headers: [("Idempotency-Key", "k-1")])
      #expect(answer.code == "E_INVALID_INPUT" && answer.field == "Idempotency-Key")
      #expect(answer.message?.contains(first.lowercased) == true)
      #expect(!answer.text.contains(APIKeyText.prefix))
    }
  }

  @Test(arguments: [
    "", "  ", String(repeating: "x", count: 101), String(repeating: "é", count: 101),
    "nk_0190000000007000800000000000abcd_" + String(repeating: "A", count: 43),
  ])
  func refusesNamesThatAreNone(name: String) async throws {
    let registry = Self.registry()
    let notices = RecordingNotices()
    try await GatewayFixture.with(commands: registry, notices: notices) { gateway in
      let answer = try await gateway.graphQL(Self.creation, variables: ["name": .string(name)])
      #expect(answer.code == "E_INVALID_INPUT" && answer.field == "name")
      #expect(registry.requests.isEmpty)
      // What never became a command is told to the audit log.
      await notices.waitUntilPosted(1)
      #expect(
        notices.refusals == [
          RecordRefusal(mutation: "createApiKey", objectID: nil, outcome: "E_INVALID_INPUT")
        ])
    }
  }

  @Test func takesNamesOfAHundredCharacters() async throws {
    try await GatewayFixture.with(commands: Self.registry()) { gateway in
      let answer = try await gateway.graphQL(
        Self.creation, variables: ["name": .string(String(repeating: "é", count: 100))])
      #expect(answer.code == nil)
    }
  }

  @Test func theDraftDoesNotShowItsKey() throws {
    let draft = try APIKeyDraft(InputReader(["name": "n", "role": "VIEWER"]), requestedBy: "admin")
    var dump = ""
    Swift.dump(draft, to: &dump)
    for text in [dump, "\(draft)", String(reflecting: draft)] { #expect(!text.contains(draft.text)) }
  }

  @Test func revokes() async throws {
    let id = UUID.v7()
    let commands = RecordingCommands { request in
      let command = try MessageCodec.decode(RevokeAPIKey.self, from: request.body)
      let key = APIKey(
        id: command.id, name: "n", role: .viewer, createdAt: Date(),
        revokedAt: Date(timeIntervalSince1970: 0))
      return .done(result: try JSONValue(parsing: MessageCodec.encode(key)))
    }
    try await GatewayFixture.with(commands: commands) { gateway in
      let mutation = "mutation { revokeApiKey(id: \"\(id)\") { id revokedAt } }"
      let answer = try await gateway.graphQL(mutation)
      #expect(answer.json["data"]?["revokeApiKey"]?["revokedAt"] == "1970-01-01T00:00:00.000Z")
      let wrong = try await gateway.graphQL("mutation { revokeApiKey(id: \"x\") { id } }")
      #expect(wrong.code == "E_INVALID_INPUT" && wrong.field == "id")
    }
  }
}
