import GraphQL
import JSON
import Testing

/// Callers who are not told the names of the schema hear nothing of it, nor of their own text (S06).
@Suite struct PlainWordingTests {
  static let documents = [
    "{ extendd }", "{ book(id: 1) { titel } }", "{ book(idd: 1) { id } }", "{ book { id } }",
    "{ echo(day: 1) }", "{ echo(input: {titel: \"\"}) }", "{ echo(input: {genre: FICTON}) }", "{ books }",
    "{ extended { id } }", "{ extended @nope }", "query($secret: Nope) { extended }",
    "query($secret: Book) { book(id: $secret) { id } }", "query($secret: Int) { book(id: $secret) { id } }",
    "query($secret: Int) { extended }", "{ book(id: $secret) { id } }", "{ ...Secret }",
    "fragment Secret on Nope { a }", "{ ... on Genre { a } }", "{ books { ... on Query { extended } } }",
    "{ extended } fragment Secret on Book { id }", "{ ...Secret } fragment Secret on Query { ...Secret }",
    "{ book(id: 1) { secret: id secret: title } }", "{ extended @skip(if: true, if: true) }",
    "query Secret { extended } query Secret { extended }", "{ extended } query Secret { extended }",
    "query($secret: Int, $secret: Int) { legacy(new: $secret) }", "{ extended @skip }",
    "{ echo(input: {title: \"\", title: \"\"}) }", "type Secret { a: Int }",
    "{ extended @skip(if: true) @skip(if: true) }",
    "subscription { secret: bookRemoved bookAdded { id } }", "{ secret(", "{ f(\"secret\") }", "secret",
  ]

  private static let telling = [
    "secret", "nope", "book", "title", "titel", "extend", "day", "fict", "genre", "query.", "author",
    "legacy",
    "echo", "skip", "\"", "did you mean",
  ]

  @Test(arguments: documents)
  func nothingIsNamed(text: String) async throws {
    let engine = try Library.engine()
    let hidden = await engine.execute(GraphQLRequest(query: text, operationName: nil), context: 0)
    #expect(!hidden.hasData)
    for error in hidden.errors {
      let message = error.message.lowercased()
      #expect(!Self.telling.contains { message.contains($0) }, "\(error.message)")
      #expect(!error.locations.isEmpty)
    }
    let shown = await engine.execute(
      GraphQLRequest(query: text), context: 0, options: ExecutionOptions(suggestsNames: true))
    #expect(shown.errors.map(\.code) == hidden.errors.map(\.code))
    #expect(shown.errors.map(\.locations) == hidden.errors.map(\.locations))
  }

  @Test func namesAreToldAndSuggestedToOthers() async throws {
    let response = try await Library.engine().execute(
      GraphQLRequest(query: "{ extendd }"), context: 0, options: ExecutionOptions(suggestsNames: true))
    #expect(
      response.errors.map(\.message) == [
        "Type \"Query\" has no field \"extendd\". Did you mean \"extended\"?"
      ])
  }

  @Test func valuesOfVariablesAndArgumentsAreNotNamedEither() async throws {
    let engine = try Library.engine()
    for (query, variables, code) in [
      (
        "query($a: BookInput) { echo(input: $a) }", ["a": ["pages": 1]] as JSONObject,
        ErrorCode.invalidVariables
      ),
      ("query($b: ID = 1) { book(id: $b) { id } }", ["b": nil], .invalidArgument),
    ] {
      for suggests in [true, false] {
        let response = await engine.execute(
          GraphQLRequest(query: query, variables: variables), context: 0,
          options: ExecutionOptions(suggestsNames: suggests))
        let error = try #require(response.errors.first)
        #expect(error.code == code)
        #expect((error.extensions["field"] != nil) == suggests)
        #expect(error.message.contains("\"") == suggests)
      }
    }
  }
}
