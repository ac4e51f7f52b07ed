import GraphQL
import JSON
import OrderedCollections
import TestSupport
import Testing

/// A schema is the same one whether it is printed or asked for by introspection.
@Suite struct IntrospectionTests {
  @Test(arguments: ConformanceSchemas.files.keys.sorted())
  func printsAndTellsTheSameSchema(name: String) async throws {
    let schema = try #require(try ConformanceSchemas().schemas[name])
    var query = ""
    for try await line in ConformanceProgram("introspection.py", ["query"]).lines() {
      query = try #require(try JSONValue(parsing: line).stringValue)
    }
    var limits = OperationLimits()
    limits.maximumDepth = 64
    let engine = GraphQLEngine(
      try Self.executable(schema), configuration: EngineConfiguration(operationLimits: limits))
    let answer = await engine.execute(GraphQLRequest(query: query), context: 0)
    #expect(answer.errors == [])

    let differences = try await ScratchFolder.with { folder in
      let paths = [
        try folder.write(schema.printed.utf8, as: "printed.graphql"),
        try folder.write(answer.encodedBytes, as: "answer.json"),
      ]
      var lines: [String] = []
      for try await line in ConformanceProgram("introspection.py", ["compare"] + paths).lines() {
        lines.append(line)
      }
      return lines
    }
    #expect(differences.count == 1 && differences.last?.hasPrefix("compared ") == true, "\(differences)")
  }

  /// The schema with nothing behind it.
  private static func executable(_ schema: Schema) throws -> ExecutableSchema {
    var resolvers = Resolvers()
    for type in schema.types.values where !type.name.hasPrefix("__") {
      switch type {
      case .object where type.name == schema.subscriptionType?.name:
        let none = Resolver.stream { _ in AsyncStream<ResolvedValue> { $0.finish() } }
        resolvers.setDefault(DefaultResolver { _ in none }, on: type.name)
      case .object:
        resolvers.setDefault(DefaultResolver { _ in .constant(ResolvedValue.null) }, on: type.name)
      case .interface, .union: resolvers.typeResolver(type.name) { _ in "" }
      default: break
      }
    }
    return try ExecutableSchema(schema: schema, resolvers: resolvers)
  }
}
