import JSON
import Postgres
import Testing

extension EndToEnd.Calm {
  /// A trigger makes one run, for its endpoint, and never a second beside an active one.
  @Suite struct Triggers {
    private let platform: Platform

    init() throws { platform = try .shared }

    @Test func aTriggerMakesOneRunForItsEndpointAlone() async throws {
      let a = try await platform.registerSynthetic("A")
      let b = try await platform.registerSynthetic("B")
      let before = try await platform.number("select count(*) from nucleus.run")
      let run = try await platform.collect(a)
      #expect(run.status == "SUCCEEDED")
      #expect(run.json["endpointId"] == .string(a))
      #expect(try await platform.number("select count(*) from nucleus.run") == before + 1)
      #expect(
        try await platform.number("select count(*) from nucleus.run where endpoint_id::text = \(b)") == 0)
      #expect(try await platform.catalog(of: b).isEmpty)
      try await platform.expectInvariants()
    }

    @Test func ofAHundredTriggersAtOnceOneMakesARun() async throws {
      let endpoint = try await platform.registerSynthetic("Crowded", ["latencyMs": 2_500])
      let collection = try await platform.createCollection(of: endpoint)
      let api = try platform.api
      let answers = try await withThrowingTaskGroup(of: GraphQLAnswer.self) { group in
        for _ in 0..<100 {
          group.addTask { try await api.send(Platform.triggerCollection, ["id": .string(collection)]) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let made = answers.compactMap { $0.data?["triggerCollection"]?["id"]?.stringValue }
      #expect(made.count == 1)
      let refused = answers.flatMap(\.errors)
      #expect(refused.count == 99)
      #expect(refused.allSatisfy { $0.code == "E_COLLECTION_IN_PROGRESS" })
      #expect(refused.allSatisfy { $0.extensions["runId"]?.stringValue == made.first })
      #expect(
        try await platform.number(
          "select count(*) from nucleus.run where collection_id::text = \(collection)") == 1)
      #expect(try await platform.end(of: try #require(made.first)).status == "SUCCEEDED")
      // Once it has ended, the next one may run.
      _ = try await platform.api.value(Platform.triggerCollection, ["id": .string(collection)])
      try await platform.expectInvariants()
    }

    @Test func allThreeTriggersWork() async throws {
      let endpoint = try await platform.registerSynthetic("Three ways")
      let collection = try await platform.createCollection(of: endpoint)
      let triggers: [(String, JSONObject)] = [
        (Platform.triggerEndpoint, ["id": .string(endpoint)]),
        (Platform.triggerCollection, ["id": .string(collection)]),
        (
          """
          mutation ($input: MetadataCollectionRequestInput!) { triggerMetadataCollection(input: $input) { id } }
          """, ["input": ["endpointId": .string(endpoint), "schemas": ["nowhere"]]]
        ),
      ]
      for (document, variables) in triggers {
        let run = try await platform.end(
          of: try Platform.identifier(try await platform.api.value(document, variables)))
        #expect(run.status == "SUCCEEDED")
        #expect(run.json["collectionId"] == .string(collection))
      }
      // The last one was limited to a schema that does not exist: nothing became stale by that.
      #expect(try await platform.catalog(of: endpoint).values.allSatisfy { $0["isStale"] == false })
    }

    @Test func whatIsDisabledIsNotRun() async throws {
      let endpoint = try await platform.registerSynthetic("To be disabled")
      let collection = try await platform.createCollection(of: endpoint)
      func enable(collection isEnabled: Bool) async throws {
        _ = try await platform.api.value(
          "mutation ($id: ID!, $on: Boolean) { updateCollection(id: $id, input: { isEnabled: $on }) { id } }",
          ["id": .string(collection), "on": .bool(isEnabled)])
      }
      func enable(endpoint isEnabled: Bool) async throws {
        _ = try await platform.api.value(
          "mutation ($id: ID!, $on: Boolean) { updateEndpoint(id: $id, patch: { isEnabled: $on }) { id } }",
          ["id": .string(endpoint), "on": .bool(isEnabled)])
      }
      func codes() async throws -> [String?] {
        [
          try await platform.api.send(Platform.triggerCollection, ["id": .string(collection)]).code,
          try await platform.api.send(Platform.triggerEndpoint, ["id": .string(endpoint)]).code,
        ]
      }
      try await enable(collection: false)
      #expect(try await codes() == ["E_COLLECTION_DISABLED", "E_COLLECTION_DISABLED"])
      try await enable(collection: true)
      try await enable(endpoint: false)
      #expect(try await codes() == ["E_COLLECTION_DISABLED", "E_COLLECTION_DISABLED"])
      #expect(
        try await platform.number("select count(*) from nucleus.run where endpoint_id::text = \(endpoint)")
          == 0)
      try await enable(endpoint: true)
      #expect(try await platform.collect(endpoint).status == "SUCCEEDED")
    }
  }
}
