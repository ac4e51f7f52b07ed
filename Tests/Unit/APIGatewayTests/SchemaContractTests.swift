import Foundation
import GraphQL
import JSON
import Testing

@testable import APIGateway

/// No name of the public contract may be lost or narrowed.
@Suite struct SchemaContractTests {
  /// What the contract promises, one signature a line.
  private static func promised() throws -> [String] {
    let file = try #require(
      Bundle.module.url(forResource: "contract-signatures", withExtension: "txt", subdirectory: "Fixtures"))
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  /// What the schema file offers, spelled the same way.
  private static func offered() throws -> Set<String> {
    var signatures: Set<String> = []
    for type in try GatewaySchema.load().types.values {
      switch type {
      case .object(let object):
        for field in object.fields.values {
          signatures.insert("\(object.name).\(field.name)\(arguments(field)): \(field.type)")
        }
      case .inputObject(let input):
        for field in input.fields.values { signatures.insert("\(input.name).\(signature(field))") }
      case .enumeration(let enumeration):
        signatures.insert("\(enumeration.name) = \(enumeration.values.keys.joined(separator: " "))")
      case .scalar, .interface, .union: break
      }
    }
    return signatures
  }

  private static func arguments(_ field: FieldDefinition) -> String {
    if field.arguments.isEmpty { return "" }
    return "(\(field.arguments.values.map { signature($0) }.joined(separator: ", ")))"
  }

  private static func signature(_ input: InputValueDefinition) -> String {
    let value = input.defaultValue.map { " = \($0.encodedString)" } ?? ""
    return "\(input.name): \(input.type)\(value)"
  }

  @Test func offersEverySignatureOfTheContract() throws {
    let promised = try Self.promised()
    let offered = try Self.offered()
    #expect(promised.count > 300)
    #expect(promised.filter { !offered.contains($0) } == [])
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
