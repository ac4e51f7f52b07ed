import Foundation
import JSON
import Testing

/// A request that breaks a rule, and the answer it gets.
struct WrongInput: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let document: String
  let variables: JSONObject
  let code: String
  let field: String?

  static let unknown = "00000000-0000-7000-8000-000000000000"
  /// Stands for the id of an endpoint that exists.
  static let known = "an endpoint that exists"

  init(_ name: String, _ document: String, _ variables: JSONObject, _ code: String, _ field: String? = nil) {
    testDescription = name
    self.document = document
    self.variables = variables
    self.code = code
    self.field = field
  }

  static let all = unknownObjects + endpoints + tests + collections + lists + documents

  private static let bad = "E_INVALID_INPUT"
  private static let id: JSONObject = ["id": .string(unknown)]
  private static let update =
    "mutation ($id: ID!, $patch: EndpointPatch!) { updateEndpoint(id: $id, patch: $patch) { id } }"
  private static let create =
    "mutation ($input: CollectionCreateInput!) { createCollection(input: $input) { id } }"

  private static let unknownObjects = [
    WrongInput("trigger of no endpoint", Platform.triggerEndpoint, id, "E_ENDPOINT_NOT_FOUND"),
    WrongInput("trigger of no collection", Platform.triggerCollection, id, "E_COLLECTION_NOT_FOUND"),
    WrongInput(
      "metadata trigger of no endpoint",
      "mutation ($input: MetadataCollectionRequestInput!) { triggerMetadataCollection(input: $input) { id } }",
      ["input": ["endpointId": .string(unknown)]], "E_ENDPOINT_NOT_FOUND"),
    WrongInput(
      "update of no endpoint", update, ["id": .string(unknown), "patch": ["name": "n"]],
      "E_ENDPOINT_NOT_FOUND"),
    WrongInput(
      "delete of no endpoint", "mutation ($id: ID!) { deleteEndpoint(id: $id) }", id, "E_ENDPOINT_NOT_FOUND"),
    WrongInput(
      "delete of no collection", "mutation ($id: ID!) { deleteCollection(id: $id) }", id,
      "E_COLLECTION_NOT_FOUND"),
    WrongInput(
      "update of no collection",
      "mutation ($id: ID!) { updateCollection(id: $id, input: { isEnabled: false }) { id } }", id,
      "E_COLLECTION_NOT_FOUND"),
    WrongInput(
      "collection of no endpoint", create, ["input": ["endpointId": .string(unknown)]], "E_ENDPOINT_NOT_FOUND"
    ),
    WrongInput("id that is none", Platform.triggerEndpoint, ["id": "no uuid"], bad, "endpointId"),
  ]

  private static func endpoint(
    _ name: String, _ change: JSONObject, _ field: String, code: String = bad
  ) -> WrongInput {
    let input: JSONObject = ["name": "Wrong", "config": ["templateId": "synthetic"]]
    return WrongInput(
      name, "mutation ($input: EndpointInput!) { registerEndpoint(input: $input) { id } }",
      ["input": .object(input.merging(change) { _, new in new })], code, field)
  }

  private static func postgres(_ name: String, _ change: JSONObject, _ parameter: String) -> WrongInput {
    let right: JSONObject = ["host": "h", "port": 5432, "database": "d", "username": "u", "password": "p"]
    let parameters = right.merging(change) { _, new in new }
    return endpoint(
      name, ["config": ["templateId": "postgres", "parameters": .object(parameters)]],
      "input.config.parameters.\(parameter)")
  }

  private static let endpoints = [
    endpoint("blank name", ["name": " "], "input.name"),
    endpoint("empty name", ["name": ""], "input.name"),
    endpoint("absurd name", ["name": .string(String(repeating: "n", count: 10_000))], "input.name"),
    endpoint("name with a NUL", ["name": "a\u{0}b"], "input.name"),
    endpoint(
      "absurd description", ["description": .string(String(repeating: "d", count: 100_000))],
      "input.description"),
    endpoint("no config", ["config": nil], "input.config"),
    endpoint("config of the wrong type", ["config": "synthetic"], "input.config"),
    endpoint("config without a template", ["config": [:]], "input.config.templateId"),
    endpoint("unknown template", ["config": ["templateId": "oracle"]], "input.config.templateId"),
    endpoint(
      "config with an unknown member", ["config": ["templateId": "synthetic", "x": 1]], "input.config.x"),
    endpoint("url with a password", ["url": "https://u:p@example.org/"], "input.url"),
    endpoint("url with a token", ["url": "https://example.org/?api_key=0123456789"], "input.url"),
    endpoint("verb that is none", ["verb": "FETCH"], "input.verb"),
    endpoint("too many labels", ["labels": .array((0...200).map { .string("l\($0)") })], "input.labels"),
    endpoint("unknown capability", ["capabilities": ["fly"]], "input.capabilities[0]"),
    endpoint("sourceId with spaces", ["sourceId": "a b"], "input.sourceId"),
    postgres("no host", ["host": nil], "host"),
    postgres("no database", ["database": nil], "database"),
    postgres("port of the wrong type", ["port": "5432"], "port"),
    postgres("port out of range", ["port": 70_000], "port"),
    postgres("unknown sslmode", ["sslmode": "maybe"], "sslmode"),
    postgres("schemas of the wrong type", ["schemas": "public"], "schemas"),
    postgres("unknown parameter", ["hots": "h"], "hots"),
    postgres("password of the wrong type", ["password": 5], "password"),
    postgres("mask without a stored password", ["password": "••••"], "password"),
    postgres("no concurrency", ["limits": ["maxConcurrentRuns": 0]], "limits.maxConcurrentRuns"),
    postgres("unknown limit", ["limits": ["speed": 1]], "limits.speed"),
    postgres("absurd host", ["host": .string(String(repeating: "h", count: 10_000))], "host"),
    WrongInput(
      "patch with a null name", update, ["id": .string(unknown), "patch": ["name": nil]], bad, "patch.name"),
  ]

  private static func test(_ name: String, _ input: JSONObject, _ field: String) -> WrongInput {
    WrongInput(
      name, "mutation ($input: TestEndpointInput!) { testEndpoint(input: $input) { ok } }",
      ["input": .object(input)], bad, field)
  }

  private static let tests = [
    test(
      "test of an unknown template", ["templateId": "oracle", "type": "oracle", "connection": [:]],
      "input.templateId"),
    test(
      "test without a host", ["templateId": "postgres", "type": "postgres", "connection": [:]],
      "input.connection.host"),
    test(
      "test with a connection of the wrong type",
      ["templateId": "postgres", "type": "postgres", "connection": "h"],
      "input.connection"),
  ]

  private static func collection(
    _ name: String, _ members: JSONObject, _ field: String, code: String = "E_SCHEDULE_INVALID"
  ) -> WrongInput {
    let endpoint: JSONObject = ["endpointId": .string(known)]
    return WrongInput(
      name, create, ["input": .object(endpoint.merging(members) { _, new in new })], code, field)
  }

  private static let collections = [
    collection("cron with four fields", ["scheduleCron": "* * * *"], "input.scheduleCron"),
    collection("cron that never fires", ["scheduleCron": "0 0 30 2 *"], "input.scheduleCron"),
    collection(
      "cron and interval", ["schedule": ["cron": "0 * * * *", "intervalSeconds": 600]], "input.schedule"),
    collection("neither cron nor interval", ["schedule": ["jitterSeconds": 1]], "input.schedule"),
    collection(
      "interval of nothing", ["schedule": ["intervalSeconds": 0]], "input.schedule.intervalSeconds"),
    collection(
      "unknown time zone", ["schedule": ["cron": "0 * * * *", "timezone": "Mars/Base"]],
      "input.schedule.timezone"),
    collection(
      "two schedules", ["scheduleCron": "0 * * * *", "schedule": ["cron": "5 * * * *"]], "input.scheduleCron",
      code: bad),
    collection("blank collection name", ["name": ""], "input.name", code: bad),
    collection("filters of the wrong type", ["filters": "all"], "input.filters", code: bad),
    collection(
      "absurd filters", ["filters": ["x": .string(String(repeating: "f", count: 100_000))]], "input.filters",
      code: bad),
  ]

  private static let lists = [
    WrongInput("no rows", "{ endpoints(first: 0) { id } }", [:], bad, "first"),
    WrongInput("too many rows", "{ collectionRuns(first: 501) { id } }", [:], bad, "first"),
    WrongInput("negative limit", "{ metadataCollectionRuns(limit: -1) { id } }", [:], bad, "limit"),
    WrongInput("cursor that is none", "{ endpoints(after: \"x\") { id } }", [:], bad, "after"),
    WrongInput("unknown cursor", "query ($id: ID) { collectionRuns(after: $id) { id } }", id, bad, "after"),
  ]

  private static let documents = [
    WrongInput("no GraphQL", "query {", [:], bad),
    WrongInput("unknown field", "{ healthy }", [:], bad),
    WrongInput("missing argument", "{ endpoint { id } }", [:], bad),
    WrongInput("missing variable", Platform.triggerEndpoint, [:], bad),
    WrongInput("variable of the wrong type", Platform.triggerEndpoint, ["id": ["a": 1]], bad),
    WrongInput(
      "enumeration value that is none", "{ runConnection(filter: { status: LOST }) { totalCount } }", [:], bad
    ),
    WrongInput("time that is none", "{ collectionRuns(from: \"yesterday\") { id } }", [:], bad),
  ]
}
