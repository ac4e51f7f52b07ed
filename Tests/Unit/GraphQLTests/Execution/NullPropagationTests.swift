import GraphQL
import JSON
import Testing

/// GraphQL specification, 6.4.4.
@Suite struct NullPropagationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let type: String
    let value: ResolvedValue
    let data: String
    let paths: [String]
    var testDescription: String { "\(type) \(value)" }
  }

  private static let failing = ResolvedValue.object(Book(id: "bad"))
  private static let fine = ResolvedValue.object(Book(id: "fine"))

  static let cases: [Case] = [
    Case(type: "Int", value: .null, data: #"{"o":{"f":null}}"#, paths: []),
    Case(type: "Int!", value: .null, data: #"{"o":null}"#, paths: ["o.f"]),
    Case(type: "Int", value: .leaf("x"), data: #"{"o":{"f":null}}"#, paths: ["o.f"]),
    Case(type: "Int", value: .leaf(3_000_000_000), data: #"{"o":{"f":null}}"#, paths: ["o.f"]),
    Case(type: "[Int]", value: .list([.leaf(1), .null]), data: #"{"o":{"f":[1,null]}}"#, paths: []),
    Case(
      type: "[Int]", value: .list([.leaf(1), .leaf("x")]), data: #"{"o":{"f":[1,null]}}"#, paths: ["o.f[1]"]),
    Case(type: "[Int!]", value: .list([.leaf(1), .null]), data: #"{"o":{"f":null}}"#, paths: ["o.f[1]"]),
    Case(type: "[Int!]!", value: .list([.null, .null]), data: #"{"o":null}"#, paths: ["o.f[0]", "o.f[1]"]),
    Case(type: "[Int]!", value: .null, data: #"{"o":null}"#, paths: ["o.f"]),
    Case(type: "[Int]", value: .leaf(1), data: #"{"o":{"f":null}}"#, paths: ["o.f"]),
    Case(
      type: "[[Int!]]!", value: .leaf([[1], [.null]]), data: #"{"o":{"f":[[1],null]}}"#, paths: ["o.f[1][0]"]),
    Case(type: "E", value: .leaf("NOPE"), data: #"{"o":{"f":null}}"#, paths: ["o.f"]),
    Case(type: "E!", value: .leaf("A"), data: #"{"o":{"f":"A"}}"#, paths: []),
    Case(type: "B", value: failing, data: #"{"o":{"f":null}}"#, paths: ["o.f.x"]),
    Case(type: "B!", value: failing, data: #"{"o":null}"#, paths: ["o.f.x"]),
    Case(
      type: "[B]", value: .list([fine, failing]), data: #"{"o":{"f":[{"x":"fine"},null]}}"#,
      paths: ["o.f[1].x"]),
    Case(type: "[B!]", value: .list([fine, failing]), data: #"{"o":{"f":null}}"#, paths: ["o.f[1].x"]),
    Case(
      type: "[B!]!", value: .list([failing, failing]), data: #"{"o":null}"#, paths: ["o.f[0].x", "o.f[1].x"]),
    Case(type: "B", value: .leaf(1), data: #"{"o":{"f":null}}"#, paths: ["o.f"]),
    Case(type: "B", value: .list([]), data: #"{"o":{"f":null}}"#, paths: ["o.f"]),
  ]

  @Test(arguments: cases)
  func nullsSpreadToTheNextNullableField(_ test: Case) async throws {
    let schema = try Schema(
      sdl:
        "type Query { o: O r: O! } type O { f: \(test.type) } type B { x: String! } enum E { A } type Unused { e: E b: B }"
    )
    var resolvers = Resolvers()
    resolvers["Query", "o"] = .constant(JSONValue.object([:]))
    resolvers["Query", "r"] = .constant(JSONValue.object([:]))
    resolvers["O", "f"] = .batch(JSONValue.self) { sources, _ in sources.map { _ in .success(test.value) } }
    resolvers["B", "x"] = .property(Book.self) { book in
      if book.id == "bad" { throw ShownError() }
      return book.id
    }
    resolvers.setDefault(.member, on: "Unused")
    let engine = GraphQLEngine(try ExecutableSchema(schema: schema, resolvers: resolvers))
    let selection = test.type.contains("B") ? "f { x }" : "f"
    let response = await engine.execute(GraphQLRequest(query: "{ o { \(selection) } }"), context: 0)
    #expect(response.data.map { JSONValue.object($0).encodedString } == test.data)
    #expect(response.errors.map { Self.text($0.path) } == test.paths)
    #expect(response.errors.allSatisfy { $0.locations.count == 1 })
    // At a root field that cannot be null there is nothing left of the data.
    if test.data == #"{"o":null}"# {
      let root = await engine.execute(GraphQLRequest(query: "{ r { \(selection) } }"), context: 0)
      #expect(root.data == nil)
      #expect(root.hasData)
      #expect(root.json["data"] == .null)
    }
  }

  private static func text(_ path: [PathElement]?) -> String {
    (path ?? []).reduce(into: "") { text, element in
      switch element {
      case .key(let key): text += text.isEmpty ? key : ".\(key)"
      case .index(let index): text += "[\(index)]"
      }
    }
  }
}
