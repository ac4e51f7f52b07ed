import GraphQL
import JSON
import Testing

@Suite struct ResolversTests {
  @Test func everyFieldNeedsAResolverAndEveryResolverAField() throws {
    let schema = try Schema(sdl: "type Query { a: Int b: T } type T { c: Int d: Int } interface I { e: Int }")
    var resolvers = Resolvers()
    resolvers["Query", "a"] = .constant(1)
    resolvers["Query", "z"] = .constant(1)
    resolvers["Nope", "a"] = .constant(1)
    resolvers["T", "c"] = .constant(1)
    resolvers.setDefault(.member, on: "Nope")
    do {
      _ = try ExecutableSchema(schema: schema, resolvers: resolvers)
      Issue.record("the map was taken")
    } catch {
      #expect(
        error.problems == [
          "Field Query.b has no resolver.", "Field T.d has no resolver.",
          "A default resolver is given for Nope, which is no object type.",
          "A resolver is given for the unknown field Nope.a.",
          "A resolver is given for the unknown field Query.z.", "Type I has no type resolver.",
        ])
    }
  }

  @Test func membersAreReadByTheDefaultResolver() async throws {
    let schema = try Schema(sdl: "type Query { t: T } type T { a: Int b: [String!] t: T }")
    var resolvers = Resolvers()
    resolvers["Query", "t"] = .root { _ in JSONValue.object(["a": 1, "b": ["x"], "t": ["a": 2]]) }
    resolvers.setDefault(.member, on: "T")
    let engine = GraphQLEngine(try ExecutableSchema(schema: schema, resolvers: resolvers))
    let response = await engine.execute(GraphQLRequest(query: "{ t { a b t { a b } } }"), context: 0)
    #expect(
      String(decoding: response.encodedBytes, as: UTF8.self)
        == #"{"data":{"t":{"a":1,"b":["x"],"t":{"a":2,"b":null}}}}"#)
  }

  @Test func argumentsAreDecoded() async throws {
    struct Input: Decodable {
      let title: String
      let pages: Int
      let tags: [String]?
    }
    var resolvers = Library.resolvers()
    resolvers["Query", "echo"] = .root { info in
      let input: Input = try info.arguments.decode("input")
      return "\(input.title) \(input.pages) \(input.tags ?? []) \(info.arguments.has("day"))"
    }
    let answer = try await Library.answer(
      "{ echo(input: {title: \"t\", tags: [\"a\"]}) }", resolvers: resolvers)
    #expect(answer == #"{"data":{"echo":"t 100 [\"a\"] false"}}"#)
  }
}
