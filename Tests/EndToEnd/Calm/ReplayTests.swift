import Foundation
import JSON
import Postgres
import TestSupport
import Testing

extension EndToEnd.Calm {
  /// The way of docs/debugging.md: a run that failed, walked once more with the scripts that people use.
  @Suite struct Replay {
    private let platform: Platform

    init() throws { platform = try .shared }

    private func replay(
      _ run: String, _ arguments: String..., settings: [String: String] = [:]
    ) async throws -> Command.Outcome {
      try await Command(
        program: Platform.root.appending(path: "dev/replay").path, arguments: [run] + arguments,
        environment: platform.environment.merging(settings) { _, new in new }, deadline: .seconds(30)
      ).run()
    }

    private func events(_ outcome: Command.Outcome) throws -> [JSONValue] {
      try outcome.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    }

    @Test func aFailedRunIsWalkedOnceMoreAndAgainAfterTheRepair() async throws {
      try await platform.makeSource("replay_source", password: "right", "create table a (id int);")
      let wrong = try platform.sourceParameters("replay_source", password: "wrong")
      let endpoint = try await platform.register("Replayed", template: "postgres", wrong)
      let run = try await platform.collect(endpoint)
      #expect(run.errorCode == "E_UPSTREAM_AUTH")
      // The index of the journal follows within seconds.
      try await eventually("the journal knows the trigger", within: .seconds(5)) {
        try await platform.number(
          """
          select count(*)::int from nucleus.journal_entry
          where run_id::text = \(run.id) and type = 'run.triggered.v1'
          """) == 1
      }
      try await expectBundle(of: run.id)
      let first = try await replay(run.id, "--from-journal", "--json")
      #expect(first.status == 1, "\(first.errors)")
      let told = try events(first)
      #expect(
        told.contains { $0["direction"] == "in" && $0["source"]?.stringValue?.hasPrefix("journal, ") == true }
      )
      #expect(
        told.contains {
          $0["activity"] == "collectMetadata" && $0["outcome"] == "failed"
            && $0["errorCode"] == "E_UPSTREAM_AUTH"
        })
      #expect(told.last?["event"] == "result" && told.last?["wouldEnd"] == "FAILED")

      let right = try platform.sourceParameters("replay_source", password: "right")
      _ = try await platform.api.value(
        "mutation ($id: ID!, $patch: EndpointPatch!) { updateEndpoint(id: $id, patch: $patch) { id } }",
        [
          "id": .string(endpoint),
          "patch": ["config": ["templateId": "postgres", "parameters": .object(right)]],
        ])
      let second = try await replay(run.id)
      #expect(second.status == 0, "\(second.output)\(second.errors)")
      #expect(second.output.contains("the run would end SUCCEEDED; it had ended FAILED E_UPSTREAM_AUTH"))
      #expect(try await platform.run(run.id).status == "FAILED")
      #expect(try await platform.catalog(of: endpoint).isEmpty)
    }

    /// The bundle tells the messages with what they said, the log, and which version it was.
    private func expectBundle(of run: String) async throws {
      let exchange = HTTPExchange(
        port: platform.httpPort, path: "/api/runs/\(run)/bundle",
        headers: [("Authorization", "Bearer \(try platform.api.key)")])
      let bundle = try JSONValue(parsing: try await exchange.answer().body)
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

    @Test func whatCannotBeReplayedIsToldByTheExitCode() async throws {
      let unknown = try await replay(UUID().uuidString)
      #expect(unknown.status == 4 && unknown.errors.contains("there is no run"))
      #expect(try await replay("seven").status == 64)
      let keyless = try await replay(
        UUID().uuidString, settings: ["NUCLEUS_SEAL_PRIVATE_KEY_FILE": "/nowhere/private.key"])
      #expect(keyless.status == 78 && keyless.errors.contains("NUCLEUS_SEAL_PRIVATE_KEY_FILE"))
    }
  }
}
