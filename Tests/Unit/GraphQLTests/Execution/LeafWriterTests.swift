import Foundation
import GraphQL
import JSON
import Testing

/// The quick way of writing leaves says what the way through ``ResolvedValue`` says, for every value and type.
@Suite struct LeafWriterTests {
  private static let values: [any ResolvedConvertible] = [
    "text", "A", "", "7", 7, -7, Int32(3), Int64.max, 3_000_000_000, 1.5, 2.0, Double.infinity, true, UUID(),
    Date(timeIntervalSince1970: 1_790_000_000.123), JSONValue.null, JSONValue.string("A"), JSONValue.int(2),
    JSONValue.double(2), JSONValue.array([1, nil]), JSONValue.object(["a": 1]), String?.none,
    String?.some("A"),
    Int??.some(.some(4)), ["A"], Book(id: "1"), ResolvedValue.null, ResolvedValue.leaf("A"),
  ]

  @Test(arguments: ["String", "ID", "Int", "Float", "Boolean", "E", "Any", "Text", "Own"], ["", "!"])
  func bothWaysSayTheSame(name: String, suffix: String) async throws {
    let schema = try Schema(
      sdl:
        "type Query { o: O } type O { quick: \(name)\(suffix) slow: \(name)\(suffix) } enum E { A B } scalar Any scalar Text scalar Own extend type O { e: E a: Any t: Text w: Own }",
      scalars: [
        "Any": .any, "Text": .string { $0 },
        "Own": ScalarCoercion(
          parseValue: { $0 },
          serialize: { value in
            guard let text = value.stringValue else { return .null }
            return .string("<\(text)>")
          }),
      ])
    for value in Self.values {
      var resolvers = Resolvers()
      resolvers["Query", "o"] = .constant(JSONValue.object([:]))
      resolvers["O", "quick"] = Self.property(value)
      // A batch has to go through `ResolvedValue`.
      resolvers["O", "slow"] = .batch(JSONValue.self) { sources, _ in
        sources.map { _ in .success(value.resolved) }
      }
      resolvers.setDefault(.member, on: "O")
      let engine = GraphQLEngine(try ExecutableSchema(schema: schema, resolvers: resolvers))
      let quick = await engine.execute(GraphQLRequest(query: "{ o { x: quick } }"), context: 0)
      let slow = await engine.execute(GraphQLRequest(query: "{ o { x: slow } }"), context: 0)
      #expect(quick.encodedBytes.count == slow.encodedBytes.count || quick.errors.count == 1)
      #expect(quick.data == slow.data, "\(value)")
      #expect(quick.errors.map(\.path) == slow.errors.map(\.path), "\(value)")
    }
  }

  private static func property(_ value: some ResolvedConvertible) -> Resolver {
    .property(JSONValue.self) { _ in value }
  }

  @Test func sourcesOfSeveralSwiftTypesAreTakenOneByOne() async throws {
    let schema = try Schema(sdl: "type Query { list: [T] } type T { id: ID }")
    var resolvers = Resolvers()
    resolvers["Query", "list"] = .root { _ in
      ResolvedValue.list([Book(id: "1").resolved, Author(id: "2").resolved, .null, Book(id: "3").resolved])
    }
    resolvers["T", "id"] = .property(Book.self) { $0.id }
    let engine = GraphQLEngine(try ExecutableSchema(schema: schema, resolvers: resolvers))
    let response = await engine.execute(GraphQLRequest(query: "{ list { id } }"), context: 0)
    #expect(response.data == ["list": [["id": "1"], ["id": nil], nil, ["id": "3"]]])
    #expect(response.errors.map(\.path) == [[.key("list"), .index(1), .key("id")]])
  }

  @Test func listsOfOnePositionAreResolvedTogether() async throws {
    let schema = try Schema(
      sdl: "type Query { outer: [O!]! } type O { items: [T!] any: [U] } type T { id: ID! } union U = T")
    var resolvers = Resolvers()
    resolvers["Query", "outer"] = .root { _ in (0..<3).map { Book(id: "\($0)") } }
    resolvers["O", "items"] = .batch(Book.self) { books, _ in
      books.map { book in .success((0..<(Int(book.id) ?? 0)).map { Book(id: "\(book.id).\($0)") }.resolved) }
    }
    resolvers["O", "any"] = .property(Book.self) { [Book(id: "u\($0.id)")] }
    resolvers["T", "id"] = .property(Book.self) { book in
      if book.id == "2.1" { throw ShownError() }
      return book.id
    }
    resolvers.typeResolver("U") { _ in "T" }
    let engine = GraphQLEngine(try ExecutableSchema(schema: schema, resolvers: resolvers))
    let response = await engine.execute(
      GraphQLRequest(query: "{ outer { items { id } any { ... on T { id } } } }"), context: 0)
    #expect(
      response.data == [
        "outer": [
          ["items": [], "any": [["id": "u0"]]], ["items": [["id": "1.0"]], "any": [["id": "u1"]]],
          ["items": nil, "any": [["id": "u2"]]],
        ]
      ])
    #expect(
      response.errors.map(\.path) == [[.key("outer"), .index(2), .key("items"), .index(1), .key("id")]])
  }

  @Test func anObjectWithoutSelectedFieldsIsEmpty() async throws {
    #expect(
      try await Library.answer("{ book(id: 1) { id @skip(if: true) } books { title @include(if: false) } }")
        == #"{"data":{"book":{},"books":[{},{},{}]}}"#)
  }
}
