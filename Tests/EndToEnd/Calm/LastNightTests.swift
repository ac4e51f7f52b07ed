import AMQP
import Contracts
import Foundation
import JSON
import NIOHTTP1
import Postgres
import TestSupport
import Testing

extension EndToEnd.Calm {
  /// A run went wrong last night: it is found, read, replayed dry, repaired and carried out again, with the API and the
  /// executables alone.
  @Suite struct LastNight {
    private let platform: Platform

    init() throws { platform = try .shared }

    @Test func aBrokenRunIsFoundReplayedAndRepaired() async throws {
      try await platform.makeSource("last_night", password: "first", "create table a (id int primary key)")
      let endpoint = try await platform.register(
        "Last night", template: "postgres", try platform.sourceParameters("last_night", password: "first"))
      #expect(try await platform.collect(endpoint).status == "SUCCEEDED")
      // Somebody changes the password at the source, and the next run fails.
      try await setPassword("second")
      #expect(try await platform.collect(endpoint).status == "FAILED")

      // Found by what is wrong with it, and read.
      let failed = try await failedRun(of: endpoint)
      let id = try Platform.identifier(failed)
      #expect(failed["errorCode"] == "E_UPSTREAM_AUTH")
      let activities = failed["activities"]?.arrayValue ?? []
      #expect(activities.contains { $0["name"] == "collectMetadata" && $0["outcome"] == "failed" })
      try await expectMessages(of: id)
      try await expectBundle(of: id)

      // Replayed in the foreground, from the message that began it: it fails in the same way, and nothing is written.
      let before = try await rowCounts(run: id, endpoint: endpoint)
      let dry = try await replay(id, "--from-journal", "--json")
      #expect(dry.status == 1, "\(dry.errors)")
      #expect(!dry.output.contains("first") && !dry.output.contains("second"))
      let told = try dry.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
      #expect(
        told.contains { $0["direction"] == "in" && $0["source"]?.stringValue?.hasPrefix("journal, ") == true }
      )
      #expect(
        told.contains {
          $0["activity"] == "collectMetadata" && $0["outcome"] == "failed"
            && $0["errorCode"] == "E_UPSTREAM_AUTH"
        })
      #expect(told.last?["event"] == "result" && told.last?["wouldEnd"] == "FAILED")
      // Repaired: it would succeed now.
      try await setPassword("first")
      let repaired = try await replay(id)
      #expect(repaired.status == 0, "\(repaired.output) \(repaired.errors)")
      #expect(repaired.output.contains("the run would end SUCCEEDED; it had ended FAILED E_UPSTREAM_AUTH"))
      #expect(try await rowCounts(run: id, endpoint: endpoint) == before)
      #expect(try await platform.run(id).status == "FAILED")

      // Carried out again, linked to what it repeats.
      let again = try await platform.api.value(
        "mutation ($id: ID!) { replayRun(id: $id) { id replayOf trigger status } }", ["id": .string(id)])
      #expect(again["replayOf"]?.stringValue == id && again["trigger"] == "REPLAY")
      #expect(try await platform.end(of: try Platform.identifier(again)).status == "SUCCEEDED")
      try await platform.expectInvariants()
    }

    @Test func aDeadMessageIsReadEditedAndSentAgain() async throws {
      let endpoint = try await platform.registerSynthetic("Dead message", ["latencyMs": 10])
      let run = try await platform.trigger(endpoint: endpoint)
      _ = try await platform.end(of: run)
      // A trigger of a release to come.
      try await platform.withBroker { broker in
        var properties = AMQPProperties()
        properties.messageID = UUID.v7().lowercased
        properties.type = "run.triggered.v9"
        let body = #"{"run":"\#(run)"}"#
        try await broker.publish(
          AMQPMessage(body: Array(body.utf8), properties: properties), exchange: "nucleus.triggers",
          routingKey: endpoint)
      }
      let list = "query ($id: ID!) { deadLetters(endpointId: $id) { id type reason queue body } }"
      let letter = try await eventually("the message is a dead letter", within: .seconds(10)) {
        try await platform.api.value(list, ["id": .string(endpoint)]).arrayValue?.first
      }
      #expect(letter["type"] == "run.triggered.v9")
      #expect(letter["body"]?.stringValue?.contains(run) == true)
      let body = #"{"runID":"\#(run)","endpointID":"\#(endpoint)"}"#
      let isSent = try await platform.api.value(
        "mutation ($id: ID!, $body: String!) { redriveDeadLetter(id: $id, body: $body, type: \"run.triggered.v1\") }",
        ["id": letter["id"] ?? .null, "body": .string(body)])
      #expect(isSent == true)
      #expect(try await platform.api.value(list, ["id": .string(endpoint)]) == [])
      // The story of the run has it, linked to the message it came of.
      let decided = try await platform.api.value(
        "query ($id: ID!) { deadLetter(id: $id) { status redrivenAs messageId } }",
        ["id": letter["id"] ?? .null])
      #expect(decided["status"] == "REDRIVEN")
      let sent = try await eventually("the journal has what was sent again", within: .seconds(10)) {
        try await platform.api.value(
          "query ($id: ID!) { journal(runId: $id, first: 100) { id type exchange replayOf body } }",
          ["id": .string(run)]
        ).arrayValue?.first { $0["id"] == decided["redrivenAs"] }
      }
      #expect(sent["type"] == "run.triggered.v1" && sent["exchange"] == "nucleus.triggers")
      #expect(sent["replayOf"] == decided["messageId"] && sent["body"]?["runID"]?.stringValue == run)
      // It is a trigger now, of a run that has ended: nothing is done twice.
      try await eventually("it has been looked at", within: .seconds(10)) {
        try await platform.withBroker { broker in
          try await broker.messageCount(of: "nucleus.endpoint.\(endpoint)") == 0
        }
      }
      #expect(try await platform.end(of: run).attempt == 1)
      #expect(try await platform.api.value(list, ["id": .string(endpoint)]) == [])
    }

    // MARK: Steps

    private func setPassword(_ password: String) async throws {
      _ = try await platform.withDatabase("postgres") {
        try await $0.execute("alter role last_night password '\(unescaped: password)'")
      }
    }

    private func failedRun(of endpoint: String) async throws -> JSONValue {
      let runs = try await platform.api.value(
        """
        query ($id: ID!) { collectionRuns(endpointId: $id, status: FAILED) {
          id errorCode error activities { name attempt outcome error } transitions { to reason } } }
        """, ["id": .string(endpoint)])
      return try #require(runs.arrayValue?.first)
    }

    /// From the command to the end, with cause and effect and what they said.
    private func expectMessages(of run: String) async throws {
      let expected: Set = [
        "endpoint.trigger.v1", "run.queued.v1", "run.triggered.v1", "run.started.v1", "run.failed.v1",
      ]
      let document = """
        query ($id: ID!) { journal(runId: $id, first: 100) { id type causationId body bodyNote
          cause { type } effects { type } } }
        """
      let inRun = "query ($id: ID!) { collectionRun(id: $id) { messages { id } } }"
      func ids(_ messages: [JSONValue]) -> [String] { messages.compactMap { $0["id"]?.stringValue }.sorted() }
      // Both are asked until they agree: further messages may come between the two.
      let messages = try await eventually("run and journal have the run's messages", within: .seconds(10)) {
        let found = try await platform.api.value(document, ["id": .string(run)]).arrayValue ?? []
        let told = try await platform.api.value(inRun, ["id": .string(run)])["messages"]?.arrayValue ?? []
        let types = Set(found.compactMap { $0["type"]?.stringValue })
        return types.isSuperset(of: expected) && ids(found) == ids(told) ? found : nil
      }
      let trigger = try #require(messages.first { $0["type"] == "run.triggered.v1" })
      #expect(trigger["body"]?["runID"]?.stringValue?.lowercased() == run)
      #expect(trigger["cause"]?["type"] == "endpoint.trigger.v1")
      let command = try #require(messages.first { $0["type"] == "endpoint.trigger.v1" })
      #expect(command["effects"]?.arrayValue?.contains { $0["type"] == "run.triggered.v1" } == true)
    }

    private func expectBundle(of run: String) async throws {
      let api = try platform.api
      let exchange = HTTPExchange(
        port: platform.httpPort, method: .GET, path: "/api/runs/\(run)/bundle",
        headers: [("Authorization", "Bearer \(api.key)")])
      let answer = try await exchange.answer()
      #expect(answer.status == 200)
      #expect(answer.headers.first(name: "Content-Disposition")?.contains("run-\(run)") == true)
      let bundle = try JSONValue(parsing: answer.body)
      for member in ["run", "transitions", "activities", "messages", "logs", "settings"] {
        #expect(bundle[member] != nil, "\(member)")
      }
      let trigger = bundle["messages"]?.arrayValue?.first { $0["type"] == "run.triggered.v1" }
      #expect(trigger?["body"]?["runID"]?.stringValue == run)
      #expect(bundle["messages"]?.arrayValue?.first?["type"] == "endpoint.trigger.v1")
      #expect(bundle["logs"]?.arrayValue?.contains { $0["message"] == "connecting to the source" } == true)
      let executors = bundle["processes"]?["executors"]?.arrayValue ?? []
      #expect(executors.count == 1 && executors.first?["version"]?.stringValue?.isEmpty == false)
      #expect(executors.first?["settings"]?["NUCLEUS_LEASE"]?["value"] == "15")
      #expect(executors.first?["settings"]?["NUCLEUS_DATABASE_URL"] == ["source": "environment"])
      #expect(bundle["endpoint"]?["parameters"]?["password"] == "sealed")
    }

    private func replay(_ run: String, _ arguments: String...) async throws -> Command.Outcome {
      try await platform.outcome(of: "replay", [run] + arguments)
    }

    /// What is stored of the run and of what it collects; others work meanwhile.
    private func rowCounts(run: String, endpoint: String) async throws -> [Int] {
      var counts = [
        try await platform.number(
          "select count(*)::int8 from nucleus.catalog_dataset where endpoint_id::text = \(endpoint)"),
        try await platform.number(
          "select count(*)::int8 from nucleus.run where endpoint_id::text = \(endpoint)"),
      ]
      for table in ["run_transition", "run_activity", "run_log"] {
        counts.append(
          try await platform.number(
            "select count(*)::int8 from nucleus.\(identifier: table) where run_id::text = \(run)"))
      }
      return counts
    }
  }
}
