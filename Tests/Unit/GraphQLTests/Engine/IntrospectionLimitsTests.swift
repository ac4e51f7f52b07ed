import GraphQL
import JSON
import Testing

@Suite struct IntrospectionLimitsTests {
  /// What graphql-js and graphql-core ask, options and nine levels of `ofType` included.
  static let standard = """
    query IntrospectionQuery {
      __schema {
        description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
        types { ...FullType }
        directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
      }
    }
    fragment FullType on __Type {
      kind name description specifiedByURL
      fields(includeDeprecated: true) {
        name description args(includeDeprecated: true) { ...InputValue }
        type { ...TypeRef } isDeprecated deprecationReason
      }
      inputFields(includeDeprecated: true) { ...InputValue }
      interfaces { ...TypeRef }
      enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
      possibleTypes { ...TypeRef }
    }
    fragment InputValue on __InputValue {
      name description type { ...TypeRef } defaultValue isDeprecated deprecationReason
    }
    fragment TypeRef on __Type { kind name \(wrappings(9)) }
    """

  private static func wrappings(_ count: Int) -> String {
    count == 0 ? "" : "ofType { kind name \(wrappings(count - 1)) }"
  }

  private func errors(_ query: String) async throws -> [ErrorCode?] {
    let response = try await Library.engine().execute(GraphQLRequest(query: query), context: 0)
    return response.errors.map(\.code)
  }

  @Test func theUsualQueryIsAnsweredWithTheDefaultLimits() async throws {
    #expect(try await errors(Self.standard) == [])
  }

  @Test(arguments: [
    "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
    #"{ __type(name: "Book") { fields { type { fields { type { fields { type { fields { name } } } } } } } } }"#,
    "{ ...A } fragment A on Query { __schema { types { ...T } } } fragment T on __Type { interfaces { possibleTypes { ...U } } } fragment U on __Type { fields { name } }",
    #"{ __type(name: "Book") { \#(wrappings(15)) } }"#,
  ])
  func whatMultipliesOrNestsFurtherIsRefused(query: String) async throws {
    #expect(try await errors(query) == [.introspectionTooDeep])
  }

  @Test func fieldsOfTheSameNamesElsewhereAreNotMeant() async throws {
    let schema = try Schema(sdl: "type Query { types: [T!]! } type T { fields: [T!]! args: [T!]! name: Int }")
    var resolvers = Resolvers()
    resolvers["Query", "types"] = .constant([JSONValue]())
    resolvers.setDefault(.member, on: "T")
    let engine = GraphQLEngine(
      try ExecutableSchema(schema: schema, resolvers: resolvers),
      configuration: EngineConfiguration(complexity: ComplexityModel(unsizedList: 2)))
    let response = await engine.execute(
      GraphQLRequest(query: "{ types { fields { args { fields { args { __typename } } } } } __typename }"),
      context: 0)
    #expect(response.errors.isEmpty)
  }
}
