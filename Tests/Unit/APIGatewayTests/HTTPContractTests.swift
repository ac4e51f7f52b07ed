import Contracts
import Foundation
import JSON
import NIOHTTP1
import Testing

@testable import APIGateway

/// What clients and proxies see of the HTTP side, over a real connection.
@Suite struct HTTPContractTests {
  private let commands = RecordingCommands { _ in .done(result: true) }
  private let deletion = "mutation { deleteEndpoint(id: \"0198c0de-0000-7000-8000-000000000001\") }"

  @Test func asksForAKey() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      for (path, key) in [
        ("/graphql", nil), ("/graphql", "wrong"), ("/graphql", ""), ("/nowhere", nil), ("/", nil),
      ] as [(String, String?)] {
        let answer = try await gateway.send(
          .POST, path, headers: [("Content-Type", "application/json")], key: key,
          body: #"{"query":"{__typename}"}"#)
        #expect(answer.status == 401)
        #expect(answer.code == "E_AUTH_REQUIRED")
        #expect(answer.headers.first(name: "WWW-Authenticate")?.hasPrefix("Bearer") == true)
      }
      let basic = try await gateway.send(
        .GET, "/graphql?query=%7B__typename%7D",
        headers: [("Authorization", "Basic \(GatewayFixture.key)")], key: nil)
      #expect(basic.status == 401)
    }
  }

  @Test func showsHealthAndMetricsToAll() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      for path in ["/health/live", "/health/ready", "/metrics"] {
        let answer = try await gateway.send(.GET, path, key: nil)
        #expect(answer.status == 200)
      }
    }
  }

  @Test func answersUnknownAddressesInJSON() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let answer = try await gateway.send(.GET, "/nowhere")
      #expect(answer.status == 404)
      #expect(answer.code == "E_NOT_FOUND")
      #expect(answer.headers.first(name: "Content-Type")?.hasPrefix("application/json") == true)
    }
  }

  @Test(arguments: [
    "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx",
    "application/json; charset=latin-1",
  ])
  func takesJSONOnly(contentType: String) async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let answer = try await gateway.send(
        .POST, "/graphql", headers: [("Content-Type", contentType)], body: #"{"query":"{__typename}"}"#)
      #expect(answer.status == 415)
      #expect(answer.code == "E_INVALID_INPUT")
    }
  }

  @Test(arguments: [
    "", "{", "[]", "[{\"query\":\"{__typename}\"}]", "{}", #"{"query":1}"#,
    #"{"query":"{__typename}","variables":[]}"#,
    #"{"query":"{__typename}","operationName":1}"#, String(repeating: "[", count: 100_000),
    #"{"query":"{__typename}","variables":{"a":"# + String(repeating: "[", count: 400)
      + String(repeating: "]", count: 400) + "}}",
  ])
  func refusesWhatIsNoRequest(body: String) async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      for accept in ["application/json", "application/graphql-response+json"] {
        let answer = try await gateway.send(
          .POST, "/graphql", headers: [("Content-Type", "application/json"), ("Accept", accept)], body: body)
        #expect(answer.status == 400)
        #expect(answer.code == "E_INVALID_INPUT")
      }
    }
  }

  @Test func refusesTooLargeABody() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let answer = try await gateway.send(
        .POST, "/graphql", headers: [("Content-Type", "application/json")],
        body: #"{"query":"{__typename}","variables":{"a":""# + String(repeating: "x", count: 1_100_000)
          + #""}}"#)
      #expect(answer.status == 413)
      #expect(answer.code == "E_INVALID_INPUT")
    }
  }

  @Test func sendsNoMutationByGET() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let query = try #require(deletion.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
      let answer = try await gateway.send(.GET, "/graphql?query=\(query)")
      #expect(answer.status == 405)
      #expect(answer.headers.first(name: "Allow") == "POST")
      #expect(answer.code == "E_INVALID_INPUT")
      #expect(commands.requests.isEmpty)
      #expect(try await gateway.graphQL(deletion).json["data"]?["deleteEndpoint"] == true)
      #expect(commands.requests.count == 1)
    }
  }

  @Test func answersQueriesByGET() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let answer = try await gateway.send(
        .GET,
        "/graphql?query=query+A(%24x:Boolean!)%7Bhealth%7Bversion@include(if:%24x)%7D%7D"
          + "&operationName=A&variables=%7B%22x%22:true%7D")
      #expect(answer.status == 200)
      #expect(answer.json["data"]?["health"]?["version"]?.stringValue != nil)
      #expect(try await gateway.send(.GET, "/graphql").status == 400)
      #expect(try await gateway.send(.GET, "/graphql?query=%7B__typename%7D&variables=x").status == 400)
    }
  }

  @Test func offersNoOtherMethod() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      for method in ["PUT", "DELETE", "PATCH"] {
        let answer = try await gateway.send(.RAW(value: method), "/graphql")
        #expect(answer.status == 405)
        #expect(answer.headers.first(name: "Allow") == "GET, POST")
      }
    }
  }

  @Test func negotiatesTheMediaType() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let modern = [("Accept", "application/graphql-response+json")]
      let legacy = [("Accept", "application/json")]
      for bad in ["{", "{ nothing }", "query A { __typename } query B { __typename }"] {
        let strict = try await gateway.graphQL(bad, headers: modern)
        #expect(strict.status == 400)
        #expect(
          strict.headers.first(name: "Content-Type") == "application/graphql-response+json; charset=utf-8")
        let lenient = try await gateway.graphQL(bad, headers: legacy)
        #expect(lenient.status == 200)
        #expect(lenient.headers.first(name: "Content-Type") == "application/json; charset=utf-8")
        #expect(lenient.code == "E_INVALID_INPUT")
        #expect(lenient.json["data"] == nil)
      }
      #expect(try await gateway.graphQL("{ __typename }", headers: modern).status == 200)
      #expect(try await gateway.graphQL("{ __typename }", headers: [("Accept", "text/html")]).status == 406)
    }
  }

  @Test func namesEveryRequest() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let first = try await gateway.graphQL("{ __typename }")
      let second = try await gateway.send(.GET, "/nowhere")
      let ids = [first, second].compactMap { $0.headers.first(name: "X-Correlation-Id") }
      #expect(ids.count == 2 && Set(ids).count == 2)
      #expect(ids.allSatisfy { UUID(uuidString: $0) != nil })
      #expect(
        second.json["errors"]?.arrayValue?.first?["extensions"]?["correlationId"]?.stringValue == ids.last)
    }
  }

  @Test func saysThatTheDatabaseIsAway() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let answer = try await gateway.graphQL("{ endpoints { id } health { status } }")
      #expect(answer.status == 200)
      #expect(answer.code == "E_UNAVAILABLE")
      let other = try await gateway.graphQL("{ endpointTemplates { id } }")
      #expect(other.json["data"]?["endpointTemplates"]?.arrayValue?.count == 2)
    }
  }

  @Test func masksWhatItDoesNotUnderstand() async throws {
    struct Surprise: Error, CustomStringConvertible { var description: String { "inner working" } }
    try await GatewayFixture.with(commands: RecordingCommands { _ in throw Surprise() }) { gateway in
      let answer = try await gateway.graphQL(deletion)
      #expect(answer.code == "E_INTERNAL")
      #expect(!answer.text.contains("inner working"))
      let id = answer.json["errors"]?.arrayValue?.first?["extensions"]?["correlationId"]?.stringValue
      #expect(id == answer.headers.first(name: "X-Correlation-Id"))
    }
  }

  @Test(.timeLimit(.minutes(3))) func endsARequestThatTakesTooLong() async throws {
    let (ended, continuation) = AsyncStream.makeStream(of: Void.self)
    let slow = RecordingCommands { _ in
      let (never, _) = AsyncStream.makeStream(of: Void.self)
      await withTaskCancellationHandler {
        for await _ in never {}
      } onCancel: {
        continuation.yield()
      }
      throw CancellationError()
    }
    try await GatewayFixture.with(commands: slow, timeLimit: .seconds(1)) { gateway in
      // On a busy machine the time may be over before anything has begun.
      repeat {
        let answer = try await gateway.graphQL(deletion)
        #expect(answer.status == 200)
        #expect(answer.code == "E_TIMEOUT")
      } while slow.requests.isEmpty
      var iterator = ended.makeAsyncIterator()
      #expect(await iterator.next() != nil)
    }
  }

  @Test(.timeLimit(.minutes(3))) func stopsWorkingForAClientThatLeft() async throws {
    let (ended, continuation) = AsyncStream.makeStream(of: Void.self)
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let waiting = RecordingCommands { _ in
      begin.yield()
      let (never, _) = AsyncStream.makeStream(of: Void.self)
      await withTaskCancellationHandler {
        for await _ in never {}
      } onCancel: {
        continuation.yield()
      }
      throw CancellationError()
    }
    try await GatewayFixture.with(commands: waiting) { gateway in
      let request = Task { try await gateway.graphQL(deletion) }
      var begins = begun.makeAsyncIterator()
      _ = await begins.next()
      request.cancel()
      var ends = ended.makeAsyncIterator()
      #expect(await ends.next() != nil)
      _ = await request.result
    }
  }
}
