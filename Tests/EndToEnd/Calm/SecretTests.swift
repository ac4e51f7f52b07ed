import Foundation
import JSON
import Synchronization
import TestSupport
import Testing

extension EndToEnd.Calm {
  /// A password that is given to Nucleus is never seen again, by anyone, anywhere.
  @Suite struct Secrets {
    private let platform: Platform
    private let answers = Answers()

    init() throws { platform = try .shared }

    private final class Answers: Sendable {
      let all = Mutex<[(place: String, bytes: Data)]>([])
      func note(_ place: String, _ text: String) {
        all.withLock { $0.append((place: place, bytes: Data(text.utf8))) }
      }
    }

    /// Unique, and different in each of its forms.
    private func canary(_ name: String) -> String { "canary-\(name)/+&=% ü\"\\\(UUID().uuidString)" }

    private func ask(_ document: String, _ variables: JSONObject) async throws -> JSONValue? {
      let answer = try await platform.api.send(document, variables)
      answers.note(String(document.prefix(60)), answer.text)
      return answer.data
    }

    @Test func canariesAreNowhereToBeFound() async throws {
      let names = ["right", "updated", "wrong", "tested", "echoed", "echo-tested", "misplaced"]
      let secrets = Dictionary(uniqueKeysWithValues: names.map { ($0, canary($0)) })
      try await MessageRecorder.record(platform) { recorder in
        try await live(with: secrets)
        try await platform.expectInvariants()
        // Tracing sees what it is there to see.
        let bodies = recorder.recorded.map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(bodies.contains { $0.contains("canary_source") })
        try await search(for: secrets, recorder.recorded)
      }
    }

    /// Everything that can be done with a credential.
    private func live(with secrets: [String: String]) async throws {
      func secret(_ name: String) throws -> String { try #require(secrets[name]) }
      try await platform.makeSource(
        "canary_source", password: try secret("right"), "create table a (id int);")
      let right = try platform.sourceParameters("canary_source", password: try secret("right"))
      func with(_ change: JSONObject) -> JSONObject { right.merging(change) { _, new in new } }
      func password(_ name: String) throws -> JSONObject { ["password": .string(try secret(name))] }

      let endpoint = try await register("Canary", right)
      try await expectRun(of: endpoint, "SUCCEEDED", nil)
      try await update(endpoint, with(try password("updated")))
      try await expectRun(of: endpoint, "FAILED", "E_UPSTREAM_AUTH")
      // The mask keeps what is stored, which is wrong still.
      try await update(endpoint, with(["password": "••••"]))
      try await expectRun(of: endpoint, "FAILED", "E_UPSTREAM_AUTH")
      try await update(endpoint, right)
      try await expectRun(of: endpoint, "SUCCEEDED", nil)
      try await expectRun(
        of: try await register("Wrong", with(try password("wrong"))), "FAILED", "E_UPSTREAM_AUTH")

      let echo = try EchoingDatabase()
      let echoing = with(["port": .int(Int64(echo.port))])
      let echoed = try await register("Echo", echoing.merging(try password("echoed")) { _, new in new })
      try await expectRun(of: echoed, "FAILED", nil)
      for (name, parameters) in [("tested", right), ("echo-tested", echoing)] {
        let connection = parameters.merging(try password(name)) { _, new in new }
        let result = try await ask(
          """
          mutation ($input: TestEndpointInput!) {
            testEndpoint(input: $input) { ok diagnostics { level code message hint field } } }
          """,
          ["input": ["templateId": "postgres", "type": "postgres", "connection": .object(connection)]])
        #expect(result?["testEndpoint"]?["ok"] == false)
      }
      try await misplace(try secret("misplaced"), right)
      for id in [endpoint, echoed] { try await readEverything(of: id) }
    }

    /// Secrets in places where they do not belong are refused and not repeated.
    private func misplace(_ secret: String, _ parameters: JSONObject) async throws {
      let escaped = try #require(secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
      let document = "mutation ($input: EndpointInput!) { registerEndpoint(input: $input) { id } }"
      for url in ["postgresql://user:\(escaped)@host/db", "https://host/path?access_token=\(escaped)"] {
        let answer = try await platform.api.send(
          document,
          [
            "input": [
              "name": "Leaky", "url": .string(url),
              "config": ["templateId": "postgres", "parameters": .object(parameters)],
            ]
          ])
        answers.note("misplaced", answer.text)
        #expect(answer.code == "E_INVALID_INPUT")
      }
    }

    private func register(_ name: String, _ parameters: JSONObject) async throws -> String {
      let data = try await ask(
        "mutation ($input: EndpointInput!) { registerEndpoint(input: $input) { id config url } }",
        [
          "input": [
            "name": .string(name), "config": ["templateId": "postgres", "parameters": .object(parameters)],
          ]
        ])
      let endpoint = try #require(data?["registerEndpoint"])
      #expect(endpoint["config"]?["parameters"]?["password"] == "••••")
      return try Platform.identifier(endpoint)
    }

    private func update(_ endpoint: String, _ parameters: JSONObject) async throws {
      let data = try await ask(
        "mutation ($id: ID!, $patch: EndpointPatch!) { updateEndpoint(id: $id, patch: $patch) { id config } }",
        [
          "id": .string(endpoint),
          "patch": ["config": ["templateId": "postgres", "parameters": .object(parameters)]],
        ])
      #expect(data?["updateEndpoint"]?["config"]?["parameters"]?["password"] == "••••")
    }

    private func expectRun(
      of endpoint: String, _ status: String, _ code: String?,
      sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
      let run = try await platform.collect(endpoint)
      answers.note("run", run.json.encodedString)
      #expect(run.status == status, "\(run.json.encodedString)", sourceLocation: sourceLocation)
      if let code { #expect(run.errorCode == code, sourceLocation: sourceLocation) }
    }

    private func readEverything(of endpoint: String) async throws {
      _ = try await ask(
        """
        query ($id: ID!) { endpoint(id: $id) {
          id name url config description labels capabilities runs { \(RunView.fields) } collections { id name }
          datasets { id upstreamId statistics fields { name type description } } } }
        """, ["id": .string(endpoint)])
      let runs = try await ask(
        "query ($id: ID!) { endpoint(id: $id) { runs { id status logs { level message metadata } } } }",
        ["id": .string(endpoint)])
      for run in runs?["endpoint"]?["runs"]?.arrayValue ?? [] {
        let exchange = HTTPExchange(
          port: platform.httpPort, path: "/api/runs/\(run["id"]?.stringValue ?? "")/bundle",
          headers: [("Authorization", "Bearer \(try platform.api.key)")])
        let bundle = try await exchange.answer()
        #expect(bundle.status == 200)
        answers.note("bundle", bundle.text)
        if run["status"] == "FAILED" { #expect(run["logs"]?.arrayValue?.isEmpty == false) }
      }
    }

    private func search(for secrets: [String: String], _ messages: [(place: String, bytes: Data)])
      async throws
    {
      let database = try await platform.wholeDatabase()
      #expect(database.contains { $0.text.contains("canary_source") }, "the search sees what is stored")
      let bytes =
        try await platform.allLogs() + platform.allMetrics() + messages + answers.all.withLock(\.self)
      for (name, secret) in secrets {
        let forms = SecretForms(secret)
        let places =
          database.filter { forms.found(in: $0.text) != nil }.map(\.place)
          + bytes.filter { forms.found(in: $0.bytes) != nil }.map(\.place)
        #expect(places.isEmpty, "the secret \(name) stands in \(places.prefix(10))")
      }
    }
  }
}
