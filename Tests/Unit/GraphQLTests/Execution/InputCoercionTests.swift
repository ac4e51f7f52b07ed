import GraphQL
import JSON
import Testing

@Suite struct InputCoercionTests {
  private func echoed(_ query: String, _ variables: JSONObject = [:]) async throws -> String {
    let response = try await Library.engine().execute(
      GraphQLRequest(query: query, variables: variables), context: 0)
    if case .string(let text)? = response.data?["echo"] { return text }
    return response.errors.map(\.message).joined(separator: "\n")
  }

  @Test func defaultsStepInForWhatIsLeftOut() async throws {
    #expect(try await echoed("{ echo }") == #"{"text":"none"}"#)
    #expect(try await echoed("{ echo(text: null) }") == #"{"text":null}"#)
    #expect(
      try await echoed("{ echo(input: {title: \"t\", tags: \"one\", nested: {title: \"n\", genre: null}}) }")
        == #"{"input":{"title":"t","pages":100,"nested":{"title":"n","pages":100,"genre":null},"tags":["one"],"genre":"FICTION"},"text":"none"}"#
    )
  }

  @Test func variablesAndLiteralsMeanTheSame() async throws {
    let literal = try await echoed(
      "{ echo(input: {title: \"t\", pages: 3, extra: {a: [1, 2.5, X, true]}}, day: \"2026-01-01\") }")
    let variable = try await echoed(
      "query($i: BookInput, $d: Day) { echo(input: $i, day: $d) }",
      ["i": ["title": "t", "pages": 3.0, "extra": ["a": [1, 2.5, "X", true]]], "d": "2026-01-01"])
    #expect(literal == variable.replacing("3.0", with: "3"))
  }

  @Test func variablesWithoutAValueCountAsLeftOut() async throws {
    let query =
      "query($t: String, $p: Int, $e: Int) { echo(text: $t, input: {title: \"t\", pages: $p, extra: {e: $e}}) }"
    #expect(
      try await echoed(query)
        == #"{"input":{"title":"t","pages":100,"genre":"FICTION","extra":{}},"text":"none"}"#)
    #expect(
      try await echoed(query, ["t": nil, "p": nil, "e": nil])
        == #"{"input":{"title":"t","pages":null,"genre":"FICTION","extra":{"e":null}},"text":null}"#)
  }

  @Test func problemsOfVariablesNameTheWayButNeverTheValue() async throws {
    let response = try await Library.engine().execute(
      GraphQLRequest(
        query: "query($i: BookInput!, $d: Day) { echo(input: $i, day: $d) }",
        variables: [
          "i": ["tags": ["ok", 7], "pages": "s3cret", "nope": 1, "genre": "s3cret"], "d": "s3cret",
        ]),
      context: 0, options: ExecutionOptions(suggestsNames: true))
    #expect(response.kind == .requestError(.variables))
    #expect(response.json["data"] == nil)
    #expect(
      response.errors.map { $0.extensions["field"]?.stringValue } == [
        "i.title", "i.pages", "i.tags[1]", "i.genre", "i", "d",
      ])
    #expect(response.errors.allSatisfy { $0.code == .invalidVariables && $0.locations.count == 1 })
    #expect(!String(decoding: response.encodedBytes, as: UTF8.self).contains("s3cret"))
    #expect(
      response.errors.first?.message
        == "Variable \"$i.title\" got an invalid value: field \"title\" of required type String! was not provided."
    )
  }

  static let cases: [(type: String, json: String, isValid: Bool)] = [
    ("Int", #"1"#, true),
    ("Int", #"1.0"#, true),
    ("Int", #"1.5"#, false),
    ("Int", #"2147483648"#, false),
    ("Int", #""1""#, false),
    ("Int", #"true"#, false),
    ("Float", #"1"#, true),
    ("Float", #"1.5"#, true),
    ("Float", #""1""#, false),
    ("String", #""x""#, true),
    ("String", #"1"#, false),
    ("Boolean", #"true"#, true),
    ("Boolean", #"1"#, false),
    ("Boolean", #""true""#, false),
    ("ID", #""x""#, true),
    ("ID", #"1"#, true),
    ("ID", #"1.5"#, false),
    ("ID", #"true"#, false),
    ("Genre", #""FICTION""#, true),
    ("Genre", #""NOPE""#, false),
    ("Genre", #"1"#, false),
    ("[Int!]", #"1"#, true),
    ("[Int!]", #"[1, null]"#, false),
    ("[[Int]]", #"[[1], null, 2]"#, true),
    ("Int!", #"null"#, false),
    ("Int", #"null"#, true),
    ("Day", #""2026-01-01""#, true),
    ("Day", #""x""#, false),
    ("Anything", #"{"a": [null]}"#, true),
    ("Filter", #"{}"#, true),
    ("Filter", #"[]"#, false),
    ("Filter", #"{"x": 1}"#, false),
    ("Filter", #""x""#, false),
  ]

  @Test(arguments: cases)
  func variablesAreChecked(type: String, json: String, isValid: Bool) async throws {
    let value = try JSONValue(parsing: json)
    let schema = try Schema(
      sdl: try Fixture.text("library") + " extend type Query { any(v: \(type)): Boolean }",
      scalars: [
        "Day": .string { text in
          guard text.utf8.count == 10 else { throw CoercionError("a Day has ten characters") }
          return text
        }
      ])
    var resolvers = Library.resolvers()
    resolvers["Query", "any"] = .constant(true)
    let engine = GraphQLEngine(try ExecutableSchema(schema: schema, resolvers: resolvers))
    let response = await engine.execute(
      GraphQLRequest(query: "query($v: \(type)) { any(v: $v) }", variables: ["v": value]), context: 0)
    #expect((response.kind == .result) == isValid, "\(response.errors)")
  }

  @Test func aNullVariableWithADefaultAtANonNullPlaceFailsTheField() async throws {
    let query = "query($b: ID = 1) { book(id: $b) { id } }"
    #expect(try await Library.answer(query) == #"{"data":{"book":{"id":"1"}}}"#)
    let answer = try await Library.answer(query, variables: ["b": nil])
    #expect(answer.contains("E_INVALID_ARGUMENT"))
    #expect(answer.hasSuffix(#""data":{"book":null}}"#))
  }
}
