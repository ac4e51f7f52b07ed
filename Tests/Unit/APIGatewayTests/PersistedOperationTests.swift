import Contracts
import Crypto
import Foundation
import JSON
import NIOHTTP1
import Testing

@testable import APIGateway

/// Documents by their digest (S09).
@Suite struct PersistedOperationTests {
  private let commands = RecordingCommands { _ in .done(result: true) }
  private static let document = "query A { __typename }"

  private static func id(of document: String) -> String {
    "sha256:" + SHA256.hash(data: Data(document.utf8)).map { String(format: "%02x", $0) }.joined()
  }

  private static func list(bindsSessions: Bool) throws -> PersistedOperations {
    let list: JSONValue = .object([id(of: document): .string(document)])
    return try PersistedOperations(list: list.encodedBytes, bindsSessions: bindsSessions)
  }

  private func ask(_ gateway: GatewayFixture, _ members: JSONObject) async throws -> GatewayFixture.Answer {
    try await gateway.send(
      .POST, "/graphql", headers: [("Content-Type", "application/json")],
      body: JSONValue.object(members).encodedString)
  }

  @Test func sendsADocumentByItsDigest() async throws {
    let list = try Self.list(bindsSessions: false)
    try await GatewayFixture.with(commands: commands, persisted: list) { gateway in
      let id = Self.id(of: Self.document)
      let posted = try await ask(gateway, ["documentId": .string(id)])
      #expect(posted.json["data"]?["__typename"] == "Query")
      let got = try await gateway.send(.GET, "/graphql?documentId=\(id)")
      #expect(got.json["data"]?["__typename"] == "Query")
      #expect(try await gateway.graphQL("{ health { status } }").status == 200)
    }
  }

  @Test(
    arguments: [
      ["documentId": "sha256:00"], ["documentId": "x"], ["documentId": 1],
      ["documentId": "sha256:00", "query": "{ __typename }"],
    ] as [JSONObject])
  func refusesUnknownIDs(members: JSONObject) async throws {
    let list = try Self.list(bindsSessions: false)
    try await GatewayFixture.with(commands: commands, persisted: list) { gateway in
      let answer = try await ask(gateway, members)
      #expect(answer.status == 400)
      #expect(answer.field == "documentId")
    }
  }

  @Test func bindsSessionsToTheListAndKeysNot() async throws {
    let list = try Self.list(bindsSessions: true)
    try await GatewayFixture.with(commands: commands, persisted: list) { gateway in
      let json = [("Content-Type", "application/json")]
      let signedIn = try await gateway.send(
        .POST, "/session", headers: json, key: nil, body: "{\"key\":\"\(GatewayFixture.key)\"}")
      let cookie = try #require(signedIn.headers.first(name: "Set-Cookie")?.split(separator: ";").first)
      let token = try #require(signedIn.json["formToken"]?.stringValue)
      let headers = [("Cookie", String(cookie)), ("X-CSRF-Token", token)]
      let free = try await gateway.graphQL("{ health { status } }", headers: headers, key: nil)
      #expect(free.status == 403)
      #expect(free.code == "E_ROLE_FORBIDDEN")
      #expect(try await gateway.graphQL(Self.document, headers: headers, key: nil).status == 200)
      #expect(try await gateway.graphQL("{ health { status } }").status == 200)
    }
  }

  @Test(arguments: ["", "[]", "{\"a\": 1}", "{\"00\": \"{ __typename }\"}"])
  func refusesAListThatIsNone(list: String) {
    #expect(throws: PersistedOperationsError.self) {
      try PersistedOperations(list: Array(list.utf8), bindsSessions: false)
    }
  }
}
