import GraphQL
import JSON
import Testing

@Suite struct IntrospectionTests {
  private func answer(_ query: String) async throws -> String { try await Library.answer(query) }

  @Test func typesShowTheirKindAndWrappings() async throws {
    #expect(
      try await answer(
        "{ __type(name: \"Author\") { kind name interfaces { name } fields { name type { kind name ofType { kind ofType { kind ofType { name } } } } } } }"
      )
        == #"{"data":{"__type":{"kind":"OBJECT","name":"Author","interfaces":[{"name":"Named"},{"name":"Node"}],"fields":[{"name":"id","type":{"kind":"NON_NULL","name":null,"ofType":{"kind":"SCALAR","ofType":null}}},{"name":"name","type":{"kind":"NON_NULL","name":null,"ofType":{"kind":"SCALAR","ofType":null}}},{"name":"born","type":{"kind":"SCALAR","name":"String","ofType":null}},{"name":"books","type":{"kind":"NON_NULL","name":null,"ofType":{"kind":"LIST","ofType":{"kind":"NON_NULL","ofType":{"name":"Book"}}}}}]}}}"#
    )
  }

  @Test func deprecatedElementsAreShownOnRequestOnly() async throws {
    #expect(
      try await answer("{ __type(name: \"Genre\") { enumValues { name } } }")
        == #"{"data":{"__type":{"enumValues":[{"name":"FICTION"},{"name":"SCIENCE"}]}}}"#)
    #expect(
      try await answer(
        "{ __type(name: \"Genre\") { enumValues(includeDeprecated: true) { name isDeprecated deprecationReason } } }"
      )
        == #"{"data":{"__type":{"enumValues":[{"name":"FICTION","isDeprecated":false,"deprecationReason":null},{"name":"SCIENCE","isDeprecated":false,"deprecationReason":null},{"name":"HISTORY","isDeprecated":true,"deprecationReason":"Use SCIENCE."}]}}}"#
    )
  }

  @Test func scalarsDirectivesAndDefaultsAreShown() async throws {
    #expect(
      try await answer("{ __type(name: \"Day\") { specifiedByURL possibleTypes { name } fields { name } } }")
        == #"{"data":{"__type":{"specifiedByURL":"https://example.org/day","possibleTypes":null,"fields":null}}}"#
    )
    let schema = try await answer(
      "{ __schema { description queryType { name } directives { name isRepeatable locations args { name defaultValue } } } }"
    )
    #expect(
      schema.contains(
        #"{"name":"tag","isRepeatable":true,"locations":["FIELD","FIELD_DEFINITION"],"args":[{"name":"name","defaultValue":null}]}"#
      ))
    #expect(schema.contains(#"{"name":"reason","defaultValue":"\"No longer supported\""}"#))
    #expect(
      try await answer(
        "{ __type(name: \"Result\") { possibleTypes { name } } missing: __type(name: \"Nope\") { name } }")
        == #"{"data":{"__type":{"possibleTypes":[{"name":"Book"},{"name":"Author"}]},"missing":null}}"#)
  }

  @Test func introspectionCanBeRefused() async throws {
    let engine = try Library.engine()
    for query in [
      "{ __schema { description } }", "{ ...F } fragment F on Query { x: __type(name: \"A\") { name } }",
    ] {
      let response = await engine.execute(
        GraphQLRequest(query: query), context: 0, options: ExecutionOptions(allowsIntrospection: false))
      #expect(response.kind == .requestError(.refused))
    }
    let response = await engine.execute(
      GraphQLRequest(query: "{ __typename }"), context: 0,
      options: ExecutionOptions(allowsIntrospection: false))
    #expect(response.kind == .result)
  }
}
