import Contracts
import Foundation
import JSON
import NIOHTTP1
import TestSupport
import Testing

@testable import APIGateway

/// Event streams over a real connection, without a broker.
@Suite struct EventStreamContractTests {
  private let commands = RecordingCommands { _ in .done(result: true) }
  private let accept = ("Accept", "text/event-stream")

  private func events(_ text: String) -> [ServerSentEventView] {
    var parser = ServerSentEventParser()
    return parser.feed(text.utf8).compactMap { if case .event(let event) = $0 { event } else { nil } }
  }

  @Test func answersAnyOperationWithOneResultAndTheEnd() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let query = "/graphql?query=%7B__typename%7D"
      let mutation = "mutation { deleteEndpoint(id: \"0198c0de-0000-7000-8000-000000000001\") }"
      for answer in [
        try await gateway.graphQL("{ __typename }", headers: [accept]),
        try await gateway.send(.GET, query, headers: [accept]),
        try await gateway.send(.GET, "/graphql/stream?query=%7B__typename%7D"),
        try await gateway.graphQL(mutation, headers: [accept]),
      ] {
        #expect(answer.status == 200)
        #expect(answer.headers.first(name: "Content-Type") == "text/event-stream; charset=utf-8")
        #expect(answer.headers.first(name: "Cache-Control") == "no-cache")
        #expect(answer.headers.first(name: "X-Accel-Buffering") == "no")
        let events = events(answer.text)
        #expect(events.map(\.name) == ["next", "complete"])
        #expect(events.first?.json["data"]?.objectValue?.isEmpty == false)
      }
      #expect(commands.requests.count == 1)
    }
  }

  @Test func tellsOnTheStreamWhatIsWrongWithADocument() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      for document in [
        "{", "{ nothing }", "subscription { runChanged(runId: 5.5) { id } }",
        "subscription { runChanged { id } __typename }", "subscription { runChanged(runId: \"x\") { id } }",
      ] {
        let answer = try await gateway.graphQL(document, headers: [accept])
        #expect(answer.status == 200)
        let events = events(answer.text)
        #expect(events.map(\.name) == ["next", "complete"])
        let error = events.first?.json["errors"]?.arrayValue?.first
        #expect(error?["extensions"]?["code"] == "E_INVALID_INPUT")
        #expect(events.first?.json["data"] == nil)
      }
    }
  }

  @Test func answersByStatusWhatIsWrongWithARequest() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let json = ("Content-Type", "application/json")
      #expect(try await gateway.send(.POST, "/graphql/stream", headers: [json], body: "{").status == 400)
      #expect(
        try await gateway.send(
          .POST, "/graphql/stream", headers: [("Content-Type", "text/plain")], body: "{}"
        )
        .status == 415)
      #expect(try await gateway.send(.GET, "/graphql/stream?query=%7Bid%7D", key: nil).status == 401)
      #expect(
        try await gateway.send(
          .GET, "/graphql/stream?query=%7B__typename%7D", headers: [("Accept", "application/json")]
        ).status == 406)
      #expect(try await gateway.send(.PUT, "/graphql/stream").status == 405)
      let mutation = try await gateway.send(
        .GET, "/graphql/stream?query=mutation%7BdeleteEndpoint(id:%22x%22)%7D")
      #expect(mutation.status == 405)
      #expect(mutation.headers.first(name: "Allow") == "POST")
    }
  }

  @Test func prefersJSONWhereAClientDoes() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let both = [("Accept", "application/json, text/event-stream")]
      let query = try await gateway.graphQL("{ __typename }", headers: both)
      #expect(query.headers.first(name: "Content-Type")?.hasPrefix("application/json") == true)
      #expect(query.json["data"]?["__typename"] == "Query")
      let invalid = try await gateway.graphQL("{ nothing }", headers: both)
      #expect(invalid.code == "E_INVALID_INPUT")
      let subscription = try await gateway.graphQL("subscription { runChanged { id } }", headers: both)
      #expect(subscription.headers.first(name: "Content-Type")?.hasPrefix("text/event-stream") == true)
    }
  }

  @Test func saysAtOnceThatNothingCanBeFollowed() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      let answer = try await gateway.graphQL("subscription { runChanged { id } }", headers: [accept])
      let events = events(answer.text)
      #expect(events.map(\.name) == ["next", "complete"])
      #expect(
        events.first?.json["errors"]?.arrayValue?.first?["extensions"]?["code"] == "E_UNAVAILABLE")
    }
  }
}
