import Contracts
import Domain
import Foundation
import JSON
import Testing

@testable import APIGateway

/// Mutations from the request to the message and back, without a broker.
@Suite struct MutationTests {
  private static let id = "0198c0de-0000-7000-8000-000000000001"

  private static let registration = """
    mutation ($input: EndpointInput!) { registerEndpoint(input: $input) { id name verb config labels isDeleted } }
    """

  /// A scheduler that stores what it is told to.
  private static let registry = RecordingCommands { request in
    let command = try MessageCodec.decode(RegisterEndpoint.self, from: request.body)
    let endpoint = Endpoint(
      id: command.endpointID, sourceID: command.sourceID ?? "s", projectID: nil, name: command.name,
      description: nil, verb: command.verb, url: "postgresql://db", authPolicy: nil, domain: nil,
      labels: command.labels ?? [], kind: command.kind, parameters: command.parameters,
      sealedFields: command.sealed.keys.sorted(), capabilities: nil, isEnabled: true, health: .unknown,
      detectedVersion: nil, versionHint: nil, createdAt: Date(), updatedAt: Date(), deletedAt: nil,
      deletionReason: nil)
    return .done(result: try JSONValue(parsing: MessageCodec.encode(endpoint)))
  }

  private func input(password: JSONValue) -> JSONValue {
    [
      "input": [
        "name": "Shop", "labels": ["a"],
        "config": [
          "templateId": "postgres",
          "parameters": ["host": "db", "database": "shop", "username": "u", "password": password],
        ],
      ]
    ]
  }

  @Test func sealsCredentialsBeforeAnythingElseSeesThem() async throws {
    let canary = "canary-7f3a-\(UUID().uuidString)"
    try await GatewayFixture.with(commands: Self.registry) { gateway in
      let answer = try await gateway.graphQL(Self.registration, variables: input(password: .string(canary)))
      let endpoint = answer.json["data"]?["registerEndpoint"]
      #expect(endpoint?["config"]?["parameters"]?["password"] == "••••")
      #expect(endpoint?["config"]?["parameters"]?["host"] == "db")
      #expect(endpoint?["verb"] == "POST")
      #expect(!answer.text.contains(canary))
      let command = try #require(
        Self.registry.requests.first { String(decoding: $0.body, as: UTF8.self).contains("nsl1.") })
      #expect(!String(decoding: command.body, as: UTF8.self).contains(canary))
      #expect(command.endpointID?.lowercased == endpoint?["id"]?.stringValue)
    }
  }

  @Test func repeatsNoValueInAnError() async throws {
    let canary = "canary-in-the-wrong-place"
    try await GatewayFixture.with(commands: Self.registry) { gateway in
      for (parameters, field) in [
        (["host": .string(canary), "database": 1], "input.config.parameters.database"),
        (
          ["host": "db", "database": "d", "username": "u", "password": [.string(canary)]],
          "input.config.parameters.password"
        ),
        (
          ["host": .string("postgres://u:\(canary)@h/"), "database": "d", "username": "u"],
          "input.config.parameters.host"
        ),
      ] as [(JSONValue, String)] {
        let answer = try await gateway.graphQL(
          Self.registration,
          variables: [
            "input": ["name": "x", "config": ["templateId": "postgres", "parameters": parameters]]
          ])
        #expect(answer.code == "E_INVALID_INPUT")
        #expect(answer.field == field)
        #expect(!answer.text.contains(canary))
      }
    }
  }

  @Test func showsRefusalsWithAllTheyTell() async throws {
    let run = UUID.v7()
    let collections = [UUID.v7(), UUID.v7()]
    let refusing = RecordingCommands { request in
      request.type == .collectionTrigger
        ? .refused(Refusal(.collectionInProgress, "a run is active", runID: run))
        : .refused(Refusal(.collectionAmbiguous, "which one", collectionIDs: collections))
    }
    try await GatewayFixture.with(commands: refusing) { gateway in
      let busy = try await gateway.graphQL(
        "mutation { triggerCollection(collectionId: \"\(Self.id)\") { id } }")
      #expect(busy.status == 200)
      #expect(busy.code == "E_COLLECTION_IN_PROGRESS")
      let extensions = busy.json["errors"]?.arrayValue?.first?["extensions"]
      #expect(extensions?["runId"]?.stringValue == run.lowercased)
      let ambiguous = try await gateway.graphQL(
        "mutation { triggerEndpointCollection(endpointId: \"\(Self.id)\") { id } }")
      #expect(ambiguous.code == "E_COLLECTION_AMBIGUOUS")
      let ids = ambiguous.json["errors"]?.arrayValue?.first?["extensions"]?["collectionIds"]
      #expect(ids == .array(collections.map { .string($0.lowercased) }))
    }
  }

  @Test func readsTheRunFromTheReplyAlone() async throws {
    let run = Run(
      id: .v7(), kind: .collection, trigger: .manual, endpointID: .v7(), collectionID: .v7(), status: .queued,
      requestedBy: "admin", requestedAt: Date(timeIntervalSince1970: 1_700_000_000.25))
    let commands = RecordingCommands { _ in .done(result: try JSONValue(parsing: MessageCodec.encode(run))) }
    // The fixture's database is absent: any read would answer an error.
    try await GatewayFixture.with(commands: commands) { gateway in
      let answer = try await gateway.graphQL(
        """
        mutation { triggerCollection(collectionId: "\(Self.id)", filters: {a: 1}, schemaOverride: ["s"]) {
          id status workflowId requestedAt attempt startedAt } }
        """)
      let found = answer.json["data"]?["triggerCollection"]
      #expect(found?["id"]?.stringValue == run.id.lowercased)
      #expect(found?["status"] == "QUEUED")
      #expect(found?["workflowId"]?.stringValue == "collection-run::\(run.id.lowercased)")
      #expect(found?["requestedAt"] == "2023-11-14T22:13:20.250Z")
      #expect(found?["startedAt"] == .null)
      #expect(answer.json["errors"] == nil)
      let command = try MessageCodec.decode(
        TriggerCollection.self, from: try #require(commands.requests.first).body)
      #expect(command.schemaOverride == ["s"])
      #expect(command.filters == ["a": 1])
      #expect(command.requestedBy == "admin")
    }
  }

  @Test func passesIdempotencyKeysOn() async throws {
    let commands = RecordingCommands { _ in .done(result: true) }
    try await GatewayFixture.with(commands: commands) { gateway in
      let deletion =
        "mutation { a: deleteEndpoint(id: \"\(Self.id)\") b: deleteCollection(id: \"\(Self.id)\") }"
      _ = try await gateway.graphQL(deletion, headers: [("Idempotency-Key", "once")])
      _ = try await gateway.graphQL(deletion, headers: [("Idempotency-Key", "once")])
      _ = try await gateway.graphQL(deletion)
      let requests = commands.requests
      #expect(requests.count == 6)
      #expect(requests[0].id == "admin:once")
      #expect(requests[0].id == requests[2].id && requests[1].id == requests[3].id)
      #expect(requests[0].id != requests[1].id)
      #expect(requests[0].requestDigest == requests[2].requestDigest)
      #expect(requests[0].requestDigest != requests[1].requestDigest)
      #expect(requests[4].requestDigest == nil && UUID(uuidString: requests[4].id) != nil)
      #expect(Set(requests.map(\.correlationID)).count == 6)
      let bad = try await gateway.graphQL(
        deletion, headers: [("Idempotency-Key", String(repeating: "k", count: 201))])
      #expect(bad.status == 400)
      #expect(bad.code == "E_INVALID_INPUT")
      #expect(bad.field == "Idempotency-Key")
    }
  }

  @Test(arguments: [
    ("{ endpoint(id: \"nope\") { id } }", "id"),
    ("{ collectionRuns(first: 0) { id } }", "first"),
    ("{ collectionRuns(first: 501) { id } }", "first"),
    ("{ collectionRuns(after: \"x\") { id } }", "after"),
    ("{ collectionRuns(filter: {endpointId: \"x\"}) { id } }", "filter.endpointId"),
    ("{ metadataCollectionRuns(limit: -1) { id } }", "limit"),
    ("mutation { triggerCollection(collectionId: \"x\") { id } }", "collectionId"),
    ("mutation { triggerMetadataCollection(input: {endpointId: \"x\"}) { id } }", "input.endpointId"),
    ("mutation { triggerCollection(collectionId: \"\(id)\", filters: []) { id } }", "filters"),
    (
      "mutation { triggerCollection(collectionId: \"\(id)\", schemaOverride: [\"\"]) { id } }",
      "schemaOverride[0]"
    ),
    ("mutation { updateEndpoint(id: \"\(id)\", patch: {name: null}) { id } }", "patch.name"),
    ("mutation { registerEndpoint(input: {name: \"x\"}) { id } }", "input.config"),
  ])
  func namesTheFieldAtFault(document: String, field: String) async throws {
    try await GatewayFixture.with(commands: RecordingCommands { _ in .done(result: true) }) { gateway in
      let answer = try await gateway.graphQL(document)
      #expect(answer.status == 200)
      #expect(answer.code == "E_INVALID_INPUT")
      #expect(answer.field == field)
    }
  }

  @Test func namesTheVariableAtFault() async throws {
    try await GatewayFixture.with(commands: RecordingCommands { _ in .done(result: true) }) { gateway in
      let answer = try await gateway.graphQL(Self.registration, variables: ["input": ["name": 5]])
      #expect(answer.code == "E_INVALID_INPUT")
      #expect(answer.field == "input.name")
    }
  }
}
