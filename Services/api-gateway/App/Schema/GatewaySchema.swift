import Contracts
import Foundation
import GraphQL

/// The gateway's schema: its file, and the coercion of its scalars.
public enum GatewaySchema {
  /// The schema file as it ships, in the schema definition language.
  /// - Throws: ``GatewaySchemaError`` when the installation lacks it.
  public static func text() throws -> String {
    guard let file = Bundle.module.url(forResource: "schema", withExtension: "graphql") else {
      throw GatewaySchemaError()
    }
    return try String(contentsOf: file, encoding: .utf8)
  }

  /// - Throws: ``GatewaySchemaError``, or what is wrong in the file.
  static func load() throws -> Schema {
    try Schema(sdl: text(), scalars: ["DateTime": dateTime, "JSON": .any])
  }

  /// Reads any RFC 3339 time and passes it on in the one form that ``Timestamp`` writes.
  private static let dateTime = ScalarCoercion.string { text in
    guard text.utf8.count <= 64, let date = Timestamp.parse(text) else {
      throw CoercionError("must be an RFC 3339 time such as 2026-01-31T08:00:00Z")
    }
    return Timestamp.format(date)
  }
}
