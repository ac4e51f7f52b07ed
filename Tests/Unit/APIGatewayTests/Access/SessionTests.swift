import Contracts
import Foundation
import JSON
import NIOHTTP1
import Testing

@testable import APIGateway

/// Sessions as a browser has them (S07).
@Suite struct SessionTests {
  private let commands = RecordingCommands { _ in .done(result: true) }
  private let json = [("Content-Type", "application/json")]

  private func signIn(
    _ gateway: GatewayFixture, key: String = GatewayFixture.key
  ) async throws -> (cookie: String, formToken: String) {
    let answer = try await gateway.send(
      .POST, "/session", headers: json, key: nil,
      body: JSONValue.object(["key": .string(key)]).encodedString)
    try #require(answer.status == 200, "\(answer.text)")
    let header = try #require(answer.headers.first(name: "Set-Cookie"))
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/"] { #expect(header.contains(attribute)) }
    #expect(!answer.text.contains(GatewayFixture.key) && !header.contains(GatewayFixture.key))
    let cookie = try #require(header.split(separator: ";").first)
    return (String(cookie), try #require(answer.json["formToken"]?.stringValue))
  }

  @Test func opensTheAPIToACookie() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let (cookie, formToken) = try await signIn(gateway)
      let shown = try await gateway.send(.GET, "/session", headers: [("Cookie", cookie)], key: nil)
      #expect(shown.json["role"] == "ADMIN")
      #expect(shown.json["formToken"] == .string(formToken))
      let answer = try await gateway.graphQL(
        "{ __typename }", headers: [("Cookie", cookie), ("X-CSRF-Token", formToken)], key: nil)
      #expect(answer.json["data"]?["__typename"] == "Query")
      let read = try await gateway.send(
        .GET, "/graphql?query=%7B__typename%7D", headers: [("Cookie", cookie)], key: nil)
      #expect(read.status == 200)
    }
  }

  @Test(arguments: [[], [("X-CSRF-Token", "")], [("X-CSRF-Token", String(repeating: "a", count: 64))]])
  func refusesAChangeWithoutTheFormToken(headers: [(String, String)]) async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let (cookie, _) = try await signIn(gateway)
      let answer = try await gateway.graphQL(
        "mutation { deleteEndpoint(id: \"0198c0de-0000-7000-8000-000000000001\") }",
        headers: [("Cookie", cookie)] + headers, key: nil)
      #expect(answer.status == 403)
      #expect(answer.field == "X-CSRF-Token")
      #expect(commands.requests.isEmpty)
      let left = try await gateway.send(
        .DELETE, "/session", headers: [("Cookie", cookie)] + headers, key: nil)
      #expect(left.status == 403)
    }
  }

  @Test func endsWithSigningOut() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let (cookie, formToken) = try await signIn(gateway)
      let answer = try await gateway.send(
        .DELETE, "/session", headers: [("Cookie", cookie), ("X-CSRF-Token", formToken)], key: nil)
      #expect(answer.status == 204)
      #expect(answer.headers.first(name: "Set-Cookie")?.contains("Max-Age=0") == true)
    }
  }

  @Test(arguments: [#"{"key":"wrong"}"#, #"{"key":""}"#, #"{"key":1}"#, "{}", "[]", "", "{"])
  func opensToNobodyElse(body: String) async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let answer = try await gateway.send(.POST, "/session", headers: json, key: nil, body: body)
      #expect(answer.status == (body.contains("wrong") ? 401 : 400))
      #expect(answer.headers.first(name: "Set-Cookie") == nil)
    }
  }

  @Test func takesNoFormFromAnotherPage() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let body = "{\"key\":\"\(GatewayFixture.key)\"}"
      let foreign = try await gateway.send(
        .POST, "/session", headers: json + [("Origin", "https://evil.example")], key: nil, body: body)
      #expect(foreign.status == 403)
      let form = try await gateway.send(
        .POST, "/session", headers: [("Content-Type", "text/plain")], key: nil, body: body)
      #expect(form.status == 415)
    }
  }

  @Test func marksItsCookieForHTTPSWhereToldTo() async throws {
    let access = AccessSettings(requiresSecureCookies: true)
    try await GatewayFixture.with(commands: commands, access: access) { gateway in
      let answer = try await gateway.send(
        .POST, "/session", headers: json, key: nil, body: "{\"key\":\"\(GatewayFixture.key)\"}")
      #expect(answer.headers.first(name: "Set-Cookie")?.contains("; Secure") == true)
    }
  }
}
