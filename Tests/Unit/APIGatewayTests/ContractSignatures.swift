import Foundation
import GraphQL
import JSON
import Testing

@testable import APIGateway

/// What the contract of the API promises, one signature a line: `Type.field(argument: Type = default): Type` and
/// `Enum = VALUE VALUE`.
struct ContractSignatures {
  private let lines: [Substring]

  /// - Parameter text: the lines.
  init(_ text: String) { lines = text.split(separator: "\n") }

  static func load() throws -> ContractSignatures {
    let file = try #require(
      Bundle.module.url(forResource: "contract-signatures", withExtension: "txt", subdirectory: "Fixtures"))
    return ContractSignatures(try String(contentsOf: file, encoding: .utf8))
  }

  var count: Int { lines.count }

  /// The promise as a schema. Of what it does not spell out, that is scalars and which types are for input, it takes the
  /// word of another schema.
  func schema(like other: Schema) throws -> Schema {
    var members: [String: [Substring]] = [:]
    var order: [String] = []
    var values: [String] = []
    for line in lines {
      let end = line.firstIndex { ". ".contains($0) } ?? line.endIndex
      let type = String(line[..<end])
      if line[end...].hasPrefix(" = ") {
        values.append("enum \(type) { \(line[end...].dropFirst(3)) }")
      } else {
        if members[type] == nil { order.append(type) }
        members[type, default: []].append(line[end...].dropFirst())
      }
    }
    let types = order.map { name in
      var keyword = "type"
      if case .inputObject? = other.types[name] { keyword = "input" }
      return "\(keyword) \(name) { \(members[name, default: []].joined(separator: "\n")) }"
    }
    let scalars = other.types.values.compactMap { type -> String? in
      guard case .scalar = type, !["Int", "Float", "String", "Boolean", "ID"].contains(type.name) else {
        return nil
      }
      return "scalar \(type.name)"
    }
    return try Schema(sdl: (scalars + values + types).joined(separator: "\n"))
  }
}
