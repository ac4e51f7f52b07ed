import Foundation
import GraphQL
import Testing

@Suite struct DocumentFuzzTests {
  static let queries = [
    "{ extended books { id title author { name books(first: 2, genre: FICTION) { id } } } }",
    "query Q($a: ID!, $b: [[Int!]] = [[1]]) { book(id: $a) { ...F } matrix(values: $b) } fragment F on Book { pages @skip(if: true) }",
    #"{ search(text: "x", filter: {genres: [FICTION], minimumPages: 2}) { __typename ... on Named { name } ...B } } fragment B on Book { id }"#,
    #"mutation { step(name: "a") b: step(name: """block""") }"#, "subscription { bookRemoved }",
    "{ __schema { types { name fields(includeDeprecated: true) { name args { name defaultValue } } } } }",
    #"{ echo(day: "2026-01-01", text: "\u{1F600}", input: {title: "t", nested: {title: "n", tags: ["a"]}}) }"#,
  ]

  /// `NUCLEUS_TEST_FUZZ` sets the number of inputs.
  static var inputs: Int {
    ProcessInfo.processInfo.environment["NUCLEUS_TEST_FUZZ"].flatMap(Int.init) ?? 8_000
  }

  @Test func noInputIsTooMuch() async throws {
    var fuzz = DocumentFuzz(engine: try Library.engine(), queries: Self.queries, seed: 20_250_901)
    try await fuzz.run(inputs: Self.inputs)
    // Damage must leave enough of both kinds to be worth the name.
    #expect(fuzz.parsed > Self.inputs / 10)
    #expect(fuzz.valid > Self.inputs / 100)
  }
}
