import GraphQL
import JSON
import OrderedCollections
import Testing

@Suite struct SchemaTests {
  private func errors(_ sdl: String) -> [String] {
    do {
      _ = try Schema(sdl: sdl)
      return []
    } catch { return error.errors.map(\.message) }
  }

  @Test(arguments: ["library", "contract"])
  func printedSchemasAreReadAgainAndPrintTheSame(name: String) throws {
    let schema = try Schema(sdl: try Fixture.text(name))
    let again = try Schema(sdl: schema.printed)
    #expect(again.printed == schema.printed)
    #expect(again.types.keys == schema.types.keys)
  }

  @Test func theContractIsReadAsItIs() throws {
    let schema = try Schema(sdl: try Fixture.text("contract"))
    #expect(schema.queryType.fields.count == 28)
    #expect(schema.mutationType?.fields["registerEndpoint"]?.type.description == "MetadataEndpoint!")
    #expect(schema.queryType.fields["endpoints"]?.arguments["first"]?.defaultValue == 50)
    #expect(schema.subscriptionType?.fields["runChanged"] != nil)
  }

  @Test func extensionsAndDefaultsAreMergedIn() throws {
    let schema = try Library.schema()
    #expect(schema.queryType.fields["extended"]?.type.description == "Boolean!")
    guard case .inputObject(let input)? = schema.type(named: "BookInput") else {
      Issue.record("BookInput is missing")
      return
    }
    #expect(input.fields["pages"]?.defaultValue == 100)
    #expect(input.fields["genre"]?.defaultValue == "FICTION")
    #expect(schema.description == "Everything a schema can hold, in the small.")
  }

  @Test(arguments: [
    ("type A { a: Int }", "Query root type"), ("type Query { a: B }", "Unknown type \"B\""),
    ("type Query { a(b: B): Int }", "Unknown type \"B\""),
    ("type Query { a: Int a: Int }", "only one field of Query"),
    ("type Query { a(b: Int, b: Int): Int }", "only one input"),
    ("type Query { a: Int } type Query { b: Int }", "only one type"),
    ("type Query { a: Int } enum E { A A }", "only one value of E"),
    ("type Query { a: Int } scalar __A", "reserved"),
    ("type Query { __a: Int }", "reserved"), ("type Query", "must define fields"),
    ("type Query { a: Int } enum E", "must define values"),
    ("type Query { a: Int } input I", "must define fields"),
    ("type Query { a: Int } union U", "must define member"),
    ("type Query { a: I } input I { b: Int }", "must be an output type"),
    ("type Query { a(b: Query): Int }", "must be an input type"),
    ("type Query { a: Int } input I { b: Query }", "must be an input type"),
    ("type Query { a: Int } union U = Int", "object types only"),
    ("scalar Query", "must be an object type"),
    ("schema { query: A mutation: A } type A { a: Int }", "must be different"),
    ("schema { query: A } schema { query: A } type A { a: Int }", "only one schema"),
    ("schema { query: A }", "Unknown type \"A\""),
    ("type Query { a: Int } extend type B { a: Int }", "not defined"),
    ("type Query { a: Int } extend enum Query { A }", "as enum"),
    ("type Query implements I { a: Int } interface I { b: Int }", "I.b expected"),
    ("type Query implements I { a: String } interface I { a: Int }", "expects type Int"),
    ("type Query implements I { a: Int } interface I { a: Int! }", "expects type Int!"),
    ("type Query implements I { a: Int } interface I { a(b: Int): Int }", "I.a(b:) expected"),
    ("type Query implements I { a(b: Int!): Int } interface I { a: Int }", "must not be required"),
    ("type Query implements I { a(b: Int): Int } interface I { a(b: String): Int }", "expects type String"),
    (
      "type Query implements J { a: Int } interface I { a: Int } interface J implements I { a: Int }",
      "must implement I"
    ),
    ("type Query implements I { a: Int @deprecated } interface I { a: Int }", "cannot be deprecated while"),
    ("type Query implements Query { a: Int }", "interfaces only"),
    ("type Query { a: Int } interface I implements I { a: Int }", "itself"),
    (
      "type Query { a: Int } interface I implements J { a: Int } interface J implements I { a: Int }",
      "implements it"
    ),
    ("type Query { a(b: Int = \"x\"): Int }", "is no value of Int"),
    ("type Query { a: Int } input I { a: I! }", "cannot require itself"),
    ("type Query { a: Int } input I { a: J! } input J { b: I! }", "cannot require itself"),
    ("type Query { a(b: I = {}): Int } input I { a: I = {} }", "without end"),
    ("type Query { a: Int @nope }", "Unknown directive"),
    ("type Query @deprecated { a: Int }", "may not be used on OBJECT"),
    ("type Query { a: Int @deprecated @deprecated }", "only be used once"),
    ("type Query { a(b: Int! @deprecated): Int }", "cannot be deprecated"),
    ("type Query { a: Int } query { a }", "definitions of types only"),
    ("type Query { a: Int } scalar S @specifiedBy", "\"url\" is required"),
    ("type Query { a: ", "Syntax Error"),
  ])
  func wrongSchemasAreRefused(sdl: String, reason: String) {
    let found = errors(sdl)
    #expect(found.contains { $0.contains(reason) }, "\(found)")
  }

  @Test func coercionsAreForScalarsOfTheSchema() {
    #expect(throws: SchemaErrors.self) {
      try Schema(sdl: "type Query { a: Int }", scalars: ["Nope": .any])
    }
  }
}
