import JSON
import Testing

@testable import GraphQL

/// Input objects of which exactly one field is given (September 2025, 3.10.1).
@Suite struct OneOfTests {
  private static let sdl = """
    input By @oneOf { id: ID name: String near: Place }
    input Place { x: Int! by: By }
    type Query { find(by: By): String all(by: [By!]): [String] }
    """

  private func schema() throws -> Schema { try Schema(sdl: Self.sdl) }

  private func answer(_ query: String, _ variables: JSONObject = [:]) async throws -> GraphQLResponse {
    var resolvers = Resolvers()
    resolvers["Query", "find"] = .root { info in info.arguments["by"]?.encodedString }
    resolvers["Query", "all"] = .root { _ in [String]() }
    let engine = GraphQLEngine(try ExecutableSchema(schema: try schema(), resolvers: resolvers))
    return await engine.execute(GraphQLRequest(query: query, variables: variables), context: 0)
  }

  @Test func areShownByIntrospection() async throws {
    let answer = try await answer(
      "{ one: __type(name: \"By\") { isOneOf } other: __type(name: \"Place\") { isOneOf } none: __type(name: \"ID\") { isOneOf } }"
    )
    #expect(answer.data?["one"]?["isOneOf"] == true)
    #expect(answer.data?["other"]?["isOneOf"] == false)
    #expect(answer.data?["none"]?["isOneOf"] == .null)
    #expect(try schema().printed.contains("input By @oneOf {"))
  }

  @Test(arguments: [
    "{ find(by: { id: 1 }) }", "{ find(by: { near: { x: 1 } }) }", "{ find(by: null) }",
    "query ($id: ID!) { find(by: { id: $id }) }", "query ($by: By) { find(by: $by) }",
  ])
  func keepsOneField(query: String) async throws {
    #expect(try await answer(query, ["id": "a"]).errors == [])
  }

  @Test(arguments: [
    "{ find(by: {}) }", "{ find(by: { id: 1, name: \"a\" }) }", "{ find(by: { id: null }) }",
    "{ find(by: { id: 1, nope: 2, name: \"a\" }) }", "query ($id: ID) { find(by: { id: $id }) }",
    "{ find(by: { near: { x: 1, by: {} } }) }", "query ($by: By = {}) { find(by: $by) }",
  ])
  func refusesAnythingElse(query: String) async throws {
    let answer = try await answer(query, ["id": "a"])
    #expect(answer.errors.allSatisfy { $0.code == .validation } && !answer.errors.isEmpty)
  }

  @Test(
    arguments: [
      ([:], false), (["id": "a"], true), (["id": "a", "name": "b"], false), (["id": nil], false),
      (["name": "a", "id": nil], false), (["near": ["x": 1]], true), (["near": ["x": 1, "by": [:]]], false),
    ] as [(JSONObject, Bool)])
  func checksVariables(by: JSONObject, isTaken: Bool) async throws {
    let answer = try await answer("query ($by: By) { find(by: $by) }", ["by": .object(by)])
    #expect(answer.errors.isEmpty == isTaken)
    #expect(answer.errors.allSatisfy { $0.code == .invalidVariables })
  }

  @Test(arguments: [
    ("input A @oneOf { a: Int! }", "nullable"), ("input A @oneOf { a: Int = 1 }", "default"),
    ("input A @oneOf { a: B } input B { a: A! }", "cannot require itself"),
    ("input A @oneOf { a: A }", "cannot require itself"), ("scalar A @oneOf", "@oneOf"),
  ])
  func refusesTypesNobodyCanWrite(type: String, reason: String) {
    let errors = #expect(throws: SchemaErrors.self) {
      try Schema(sdl: "\(type) type Query { a(b: A): Int }")
    }
    #expect(errors?.errors.contains { $0.message.contains(reason) } == true)
  }

  @Test func mayHoldThemselvesBesideAnotherField() throws {
    _ = try Schema(sdl: "input A @oneOf { a: A b: [A] } input B { a: A! b: B } type Query { a(b: B): Int }")
  }
}
