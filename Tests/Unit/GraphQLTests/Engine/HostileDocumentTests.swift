import GraphQL
import JSON
import Testing

/// S01 to S04: documents made to cost the server more than the client get a typed error, and quickly.
@Suite(.serialized) struct HostileDocumentTests {
  private static func nested(_ depth: Int) -> String {
    "{ book(id: 1) { " + String(repeating: "author { books { ", count: depth / 2) + "id"
      + String(repeating: " } }", count: depth / 2) + " } }"
  }

  private static func doubling(_ levels: Int, _ field: String) -> String {
    var text = "{ books { author { ...F0 } } } "
    for level in 0..<levels {
      text += "fragment F\(level) on Author { \(field) ...F\(level + 1) ...F\(level + 1) } "
    }
    return text + "fragment F\(levels) on Author { id }"
  }

  struct Document: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let code: ErrorCode

    init(_ name: String, _ text: String, _ code: ErrorCode) {
      testDescription = name
      self.text = text
      self.code = code
    }
  }

  static let documents = [
    Document("S01 depth 50", nested(50), .tooDeep),
    Document("S01 10,000 aliases", "{ " + (0..<10_000).map { "a\($0):x " }.joined() + "}", .tooManyTokens),
    Document(
      "S01 3,000 aliases", "{ " + (0..<3_000).map { "a\($0): extended " }.joined() + "}", .tooManyFields),
    Document("S01 aliases", "{ " + (0..<300).map { "a\($0): extended " }.joined() + "}", .tooManyAliases),
    Document("S01 doubling", doubling(30, "name"), .tooManyFields),
    Document("S01 doubling without fields", doubling(30, ""), .tooManyFields),
    Document("S01 doubling lists", doubling(30, "books { id }"), .tooManyFields),
    Document(
      "S01 directives", "{ extended " + String(repeating: "@skip(if: false) ", count: 300) + "}",
      .tooManyDirectives
    ),
    Document("S02 {a", String(repeating: "{a", count: 100_000), .documentTooLarge),
    Document("S02 short {a", String(repeating: "{a", count: 60_000), .tooDeep),
    Document("S02 [", "{ f(a: " + String(repeating: "[", count: 100_000), .tooDeep),
    Document("S02 {a:", "{ f(a: " + String(repeating: "{a:", count: 40_000), .tooDeep),
    Document("S02 type", "query($a: " + String(repeating: "[", count: 100_000), .tooDeep),
    Document("S03 conflict", "{ book(id: 1) { a: id a: title } }", .validation),
    Document("S04 own spread", "{ books { ...A } } fragment A on Book { id ...A }", .validation),
    Document(
      "S04 mutual spread",
      "{ books { ...A } } fragment A on Book { author { ...B } } fragment B on Author { books { ...A } }",
      .validation
    ),
  ]

  @Test(arguments: documents)
  func isRefused(document: Document) async throws {
    let engine = try Library.engine()
    let clock = ContinuousClock()
    let start = clock.now
    let response = await engine.execute(GraphQLRequest(query: document.text), context: 0)
    let time = clock.now - start
    #expect(response.errors.first?.code == document.code)
    #expect(!response.hasData)
    // Most take less than a millisecond, the slowest about twenty in a debug build.
    #expect(time < .seconds(1), "\(time)")
  }

  /// Nothing of a document may cost more than its length: twice the levels, about twice the time.
  @Test func limitsThatAreLiftedStillCostLinearTime() async throws {
    let unlimited = EngineConfiguration(
      documentLimits: .trusted,
      operationLimits: OperationLimits(
        maximumDepth: .max, maximumFields: .max, maximumAliases: .max, maximumDirectives: .max))
    let engine = try Library.engine(Library.resolvers(), unlimited)
    let response = await engine.execute(
      GraphQLRequest(query: Self.doubling(500, "books(first: 2) { id }")), context: 0)
    #expect(response.errors.map(\.code) == [.tooComplex])
  }
}
