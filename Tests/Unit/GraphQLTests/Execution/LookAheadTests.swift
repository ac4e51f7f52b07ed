import GraphQL
import JSON
import OrderedCollections
import Synchronization
import Testing

@Suite struct LookAheadTests {
  private func fields(_ selection: String, _ path: [String], variables: JSONObject = [:]) async throws
    -> Set<String>
  {
    let schema = try Schema(
      sdl: """
        type Query { page(v: Boolean): Page }
        type Page { nodes: [Item] edges: [Edge] total: Int }
        type Edge { node: Item cursor: ID }
        interface Named { name: String }
        type Item implements Named { id: ID name: String size: Int other: Item }
        """)
    let found = Mutex<Set<String>>([])
    var resolvers = Resolvers()
    resolvers["Query", "page"] = .root { info -> ResolvedValue in
      let names =
        switch path.count {
        case 0: info.fields()
        case 1: info.fields(below: path[0])
        default: info.fields(below: path[0], path[1])
        }
      found.withLock { $0 = names }
      return .null
    }
    for type in ["Page", "Edge", "Item"] { resolvers.setDefault(.member, on: type) }
    resolvers.typeResolver("Named") { _ in "Item" }
    let engine = GraphQLEngine(try ExecutableSchema(schema: schema, resolvers: resolvers))
    let response = await engine.execute(
      GraphQLRequest(query: "query($v: Boolean!) { page(v: $v) { \(selection) } } ", variables: variables),
      context: 0)
    #expect(response.errors.isEmpty, "\(response.errors)")
    return found.withLock { $0 }
  }

  @Test func theFieldsOfEveryLevelAreKnown() async throws {
    let selection = """
      total nodes { id __typename a: name ... on Named { name } other { size } }
      edges { cursor node { b: size ... @include(if: $v) { id } } }
      edges { node { name @skip(if: $v) } }
      """
    let yes: JSONObject = ["v": true]
    #expect(try await fields(selection, [], variables: yes) == ["total", "nodes", "edges"])
    #expect(try await fields(selection, ["nodes"], variables: yes) == ["id", "name", "other"])
    #expect(try await fields(selection, ["nodes", "other"], variables: yes) == ["size"])
    #expect(try await fields(selection, ["edges", "node"], variables: yes) == ["size", "id"])
    #expect(try await fields(selection, ["edges", "node"], variables: ["v": false]) == ["size", "name"])
    #expect(try await fields("total", ["nodes"], variables: yes) == [])
  }
}
