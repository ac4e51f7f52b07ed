import Foundation
import GraphQL
import JSON
import Testing

@testable import APIGateway

/// No name of the public contract may be lost or narrowed.
@Suite struct SchemaContractTests {
  /// The schema as it was last released. After a release that means to change it: `make lock-schema`.
  private static func released() throws -> Schema {
    let file = try #require(
      Bundle.module.url(forResource: "released", withExtension: "graphql", subdirectory: "Fixtures"))
    return try Schema(sdl: try String(contentsOf: file, encoding: .utf8))
  }

  @Test func keepsWhatTheContractPromises() throws {
    let promised = try ContractSignatures.load()
    let current = try GatewaySchema.load()
    #expect(promised.count > 300)
    let changes = SchemaChanges(from: try promised.schema(like: current), to: current)
    #expect(changes.breaking.map(\.description) == [])
  }

  @Test func breaksNoClientOfTheLastRelease() throws {
    let changes = SchemaChanges(from: try Self.released(), to: try GatewaySchema.load())
    #expect(changes.breaking.map(\.description) == [])
  }

  /// The two tests above would tell.
  @Test func namesWhatWouldBeLost() throws {
    let current = try GatewaySchema.load()
    let narrower = try Schema(
      sdl: current.printed
        .replacing("  health: Health!\n", with: "")
        .replacing("includeDeleted: Boolean)", with: "includeDeleted: Boolean!)")
        .replacing("  version: String!\n", with: "  version: String\n"))
    for promise in [try ContractSignatures.load().schema(like: current), try Self.released()] {
      let lost = SchemaChanges(from: promise, to: narrower).breaking.map(\.description)
      #expect(
        Set(lost) == [
          "Query.health was removed", "Health.version changed its type from String! to String",
          "Query.metadataEndpoints(includeDeleted:) changed its type from Boolean to Boolean!",
        ])
    }
  }

  @Test func hasAResolverForEveryFieldAndAFieldForEveryResolver() throws {
    _ = try ExecutableSchema(schema: GatewaySchema.load(), resolvers: GatewayResolvers.all)
  }

  @Test func describesEveryTypeThatClientsMeet() throws {
    let undescribed = try GatewaySchema.load().types.values.filter { type in
      guard case .object = type, !type.name.hasPrefix("__") else { return false }
      return type.definition.description == nil && !["Query", "Mutation"].contains(type.name)
    }
    #expect(undescribed.map(\.name) == [])
  }
}
