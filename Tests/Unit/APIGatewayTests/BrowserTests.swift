import Contracts
import JSON
import NIOHTTP1
import Testing

@testable import APIGateway

/// What browsers are told about pages of other origins, and compressed answers.
@Suite struct BrowserTests {
  private let commands = RecordingCommands { _ in .done(result: true) }
  private let access = AccessSettings(origins: ["https://console.example"])

  @Test func answersPreflightsOfAllowedOrigins() async throws {
    try await GatewayFixture.with(commands: commands, access: access) { gateway in
      let answer = try await gateway.send(
        .OPTIONS, "/graphql",
        headers: [
          ("Origin", "https://console.example"), ("Access-Control-Request-Method", "POST"),
          ("Access-Control-Request-Headers", "content-type,authorization"),
        ], key: nil)
      #expect(answer.status == 204)
      #expect(answer.headers.first(name: "Access-Control-Allow-Origin") == "https://console.example")
      #expect(answer.headers.first(name: "Access-Control-Allow-Headers")?.contains("Authorization") == true)
      #expect(answer.headers.first(name: "Vary")?.contains("Origin") == true)
      #expect(answer.headers.first(name: "Access-Control-Allow-Credentials") == nil)
    }
  }

  @Test func letsAllowedPagesReadAnswersAndErrors() async throws {
    try await GatewayFixture.with(commands: commands, access: access) { gateway in
      for key in [GatewayFixture.key, "wrong"] {
        let answer = try await gateway.graphQL(
          "{ __typename }", headers: [("Origin", "https://console.example")], key: key)
        #expect(answer.status == (key == "wrong" ? 401 : 200))
        #expect(answer.headers.first(name: "Access-Control-Allow-Origin") == "https://console.example")
      }
    }
  }

  @Test(arguments: ["https://evil.example", "null", "https://console.example.evil"])
  func refusesForeignPages(origin: String) async throws {
    try await GatewayFixture.with(commands: commands, access: access) { gateway in
      let answer = try await gateway.graphQL("{ __typename }", headers: [("Origin", origin)])
      #expect(answer.status == 403)
      #expect(answer.field?.lowercased() == "origin")
      #expect(answer.headers.first(name: "Access-Control-Allow-Origin") == nil)
      let preflight = try await gateway.send(
        .OPTIONS, "/graphql", headers: [("Origin", origin), ("Access-Control-Request-Method", "POST")],
        key: nil)
      #expect(preflight.status == 403)
    }
  }

  @Test func takesItsOwnPages() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let answer = try await gateway.graphQL(
        "{ __typename }", headers: [("Origin", "http://127.0.0.1:\(gateway.port)")])
      #expect(answer.status == 200)
    }
  }

  @Test func compressesLongAnswersForThoseWhoTakeIt() async throws {
    let long = "{ __schema { types { name description fields { name description } } } }"
    try await GatewayFixture.with(commands: commands) { gateway in
      let plain = try await gateway.send(
        .POST, "/graphql", headers: [("Content-Type", "application/json")],
        body: JSONValue.object(["query": .string(long)]).encodedString)
      #expect(plain.headers.first(name: "Content-Encoding") == nil)
      let packed = try await gateway.send(
        .POST, "/graphql", headers: [("Content-Type", "application/json"), ("Accept-Encoding", "gzip")],
        body: JSONValue.object(["query": .string(long)]).encodedString)
      #expect(packed.headers.first(name: "Content-Encoding") == "gzip")
      #expect(packed.headers["Vary"].contains("Accept-Encoding"))
      #expect(packed.text.utf8.count < plain.text.utf8.count)
      let short = try await gateway.graphQL("{ __typename }", headers: [("Accept-Encoding", "gzip")])
      #expect(short.headers.first(name: "Content-Encoding") == nil)
      #expect(short.json["data"]?["__typename"] == "Query")
    }
  }
}
