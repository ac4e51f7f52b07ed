import JSON
import Postgres
import Testing

extension EndToEnd.Calm {
  /// The same `Idempotency-Key` twice has one effect and one answer.
  @Suite struct Idempotency {
    private let platform: Platform

    init() throws { platform = try .shared }

    private static let header = "Idempotency-Key"

    @Test func oneKeyMakesOneRun() async throws {
      let endpoint = try await platform.registerSynthetic("Keyed", ["latencyMs": 500])
      let api = try platform.api
      let key = [(Self.header, "trigger of \(endpoint)")]
      func runs() async throws -> Int {
        try await platform.number("select count(*) from nucleus.run where endpoint_id::text = \(endpoint)")
      }
      let ids = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<10 {
          group.addTask {
            try Platform.identifier(
              try await api.value(Platform.triggerEndpoint, ["id": .string(endpoint)], headers: key))
          }
        }
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }
      #expect(ids.count == 1)
      #expect(try await platform.end(of: try #require(ids.first)).status == "SUCCEEDED")
      // Also after the run's end: the answer is remembered, not made again.
      let again = try await api.value(Platform.triggerEndpoint, ["id": .string(endpoint)], headers: key)
      #expect(again["id"]?.stringValue == ids.first)
      #expect(try await runs() == 1)

      let another = try await api.send(
        """
        mutation ($id: ID!) { triggerEndpointCollection(endpointId: $id, filters: { other: true }) { id } }
        """, ["id": .string(endpoint)], headers: key)
      #expect(another.code == "E_INVALID_INPUT")
      #expect(another.errors.first?.field == Self.header)
      #expect(try await runs() == 1)
    }

    @Test func oneKeyMakesOneEndpointAndRefusalsAreAnswersToo() async throws {
      let document = "mutation ($input: EndpointInput!) { registerEndpoint(input: $input) { id } }"
      let input: JSONValue = ["name": "Once", "sourceId": "once", "config": ["templateId": "synthetic"]]
      let key = [(Self.header, "register once")]
      let first = try await platform.api.value(document, ["input": input], headers: key)
      let second = try await platform.api.value(document, ["input": input], headers: key)
      #expect(first == second)
      #expect(
        try await platform.number("select count(*) from nucleus.endpoint where source_id = 'once'") == 1)

      let other = [(Self.header, "register again")]
      let refused = try await platform.api.send(document, ["input": input], headers: other)
      #expect(refused.code == "E_DUPLICATE_SOURCE_ID")
      try await platform.deleteEndpoint(try Platform.identifier(first))
      // The name is free now, but this question has been answered.
      let repeated = try await platform.api.send(document, ["input": input], headers: other)
      #expect(repeated.code == "E_DUPLICATE_SOURCE_ID")
      let fresh = try await platform.api.send(
        document, ["input": input], headers: [(Self.header, "register anew")])
      #expect(fresh.errors.isEmpty)
    }

    @Test(arguments: ["", String(repeating: "k", count: 201)])
    func badKeysAreRefused(_ key: String) async throws {
      let endpoint = try await platform.registerSynthetic("Bad key")
      let answer = try await platform.api.send(
        Platform.triggerEndpoint, ["id": .string(endpoint)], headers: [(Self.header, key)])
      #expect(answer.code == "E_INVALID_INPUT")
      #expect(
        try await platform.number("select count(*) from nucleus.run where endpoint_id::text = \(endpoint)")
          == 0)
    }
  }
}
