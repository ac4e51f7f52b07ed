import GraphQL
import JSON
import Testing

@Suite struct ComplexityTests {
  private static let sdl = """
    type Query {
      runs(first: Int = 50, after: ID): [Run!]! page(first: Int = 50): Page limited(limit: Int, count: Int): [Run]
      run: Run all: [Run!]! matrix: [[Run]] any: [Any] wide: [Node]
    }
    interface Node { id: ID tags: [String] }
    union Any = Run | Page
    type Page { nodes: [Run!]! edges: [Edge!]! total: Int }
    type Edge { node: Run! cursor: ID! }
    type Run implements Node { id: ID tags: [String] endpoint: Endpoint! steps: [Step!]! more(first: Int = 5): [Run!]! }
    type Step { name: String at: String }
    type Endpoint { id: ID runs(limit: Int): [Run!]! }
    """

  /// The complexity is exactly the number: it is let through, one less is not.
  private func expect(
    _ query: String, costs complexity: Int, variables: JSONObject = [:],
    model: ComplexityModel = ComplexityModel(), sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws {
    for (maximum, code) in [(complexity, nil as GraphQL.ErrorCode?), (complexity - 1, .tooComplex)] {
      var resolvers = Resolvers()
      let schema = try Schema(sdl: Self.sdl)
      for case .object(let type) in schema.types.values where !type.name.hasPrefix("__") {
        resolvers.setDefault(.member, on: type.name)
      }
      resolvers.setDefault(DefaultResolver { _ in .constant(ResolvedValue.null) }, on: "Query")
      for name in ["Any", "Node"] { resolvers.typeResolver(name) { _ in "Run" } }
      let engine = GraphQLEngine(
        try ExecutableSchema(schema: schema, resolvers: resolvers),
        configuration: EngineConfiguration(
          operationLimits: OperationLimits(maximumComplexity: maximum), complexity: model))
      let response = await engine.execute(GraphQLRequest(query: query, variables: variables), context: 0)
      let found = response.kind == .requestError(.limit) ? response.errors.first?.code : nil
      #expect(found == code, "\(maximum) \(response.errors)", sourceLocation: sourceLocation)
    }
  }

  @Test func everyFieldCostsOne() async throws {
    try await expect("{ run { id endpoint { id } } __typename }", costs: 5)
    try await expect("{ run { tags a: tags } }", costs: 3)
  }

  @Test func listsMultiplyWhatIsBelowThem() async throws {
    try await expect("{ runs(first: 100) { id tags } }", costs: 201)
    try await expect("{ runs { id } }", costs: 51)
    try await expect("{ all { id } }", costs: 11)
    try await expect("{ matrix { id } }", costs: 11)
    try await expect(
      "{ runs(first: 2) { steps { name at } endpoint { id } } }", costs: 47)
    try await expect(
      "{ runs(first: 3) { more { more(first: 4) { id } } } }", costs: 79)
    try await expect(
      "{ any { ... on Run { id more { id } } } wide { id } }", costs: 82)
  }

  @Test func theArgumentOfAConnectionSizesTheListsBelowIt() async throws {
    try await expect(
      "{ page(first: 20) { total nodes { id } edges { cursor node { id steps { name } } } } }",
      costs: 304)
  }

  @Test func variablesDecideWhenTheyAreGiven() async throws {
    let query = "query($n: Int, $m: Int = 7) { runs(first: $n) { id } limited(limit: $m) { id } }"
    try await expect(query, costs: 12, variables: ["n": 3])
    try await expect(query, costs: 54, variables: ["m": 2])
    try await expect(query, costs: 22, variables: ["n": nil, "m": nil])
  }

  @Test func theLargestOfSeveralSizesCounts() async throws {
    try await expect("{ limited(limit: 2, count: 4) { id } }", costs: 5)
    try await expect("{ limited(limit: -2) { id } }", costs: 2)
    try await expect("{ limited { id } }", costs: 11)
  }

  @Test func theModelCanBeConfigured() async throws {
    let model = ComplexityModel(
      sizeArguments: ["limit"], unsizedList: 3, largestList: 20,
      weight: { type, field in type == "Run" && field == "id" ? 4 : 1 })
    try await expect("{ limited(limit: 1000) { id tags } }", costs: 101, model: model)
    try await expect("{ runs { id } }", costs: 13, model: model)
  }

  @Test func sumsAndProductsStopAtTheLargestNumber() async throws {
    let nested = String(repeating: "more(first: 2147483647) { ", count: 20)
    let query = "{ run { \(nested) id \(String(repeating: "}", count: 20)) } }"
    try await expect(query, costs: Int.max)
  }

  @Test func aFullPageOfRunsWithAllBelowThemIsNotTooComplex() async throws {
    let engine = OperationLimits()
    let scalars = (0..<20).map { "a\($0): id" }.joined(separator: " ")
    let query =
      "{ runs(first: 500) { \(scalars) endpoint { \(scalars) } steps { name at } more(first: 2) { \(scalars) } } }"
    let cost = 51_501
    try await expect(query, costs: cost)
    #expect(cost < engine.maximumComplexity)
  }
}
