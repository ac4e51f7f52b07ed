import Foundation
import Postgres

/// How a list of things with a name is sorted. The id tells apart what is otherwise alike, so that every cursor has its place.
public enum ListOrder: String, Sendable, CaseIterable {
  case newest = "NEWEST"
  case name = "NAME"

  /// What stands after `order by`.
  func sql(alias: String) -> SQL {
    switch self {
    case .newest: SQL(unescaped: "\(alias).created_at desc, \(alias).id desc")
    case .name: SQL(unescaped: "\(alias).name, \(alias).id")
    }
  }

  /// The condition that leaves the rows after a cursor.
  /// - Throws: ``UnknownCursor``.
  func after(
    _ cursor: UUID, of table: String, alias: String, in database: some PostgresExecutor
  ) async throws -> SQL {
    let rows = try await database.query(
      "select name, created_at from nucleus.\(identifier: table) where id = \(cursor)")
    guard let row = rows.first else { throw UnknownCursor(cursor: cursor) }
    switch self {
    case .newest:
      let at = try row.decode("created_at", as: Date.self)
      return "(\(unescaped: alias).created_at, \(unescaped: alias).id) < (\(at), \(cursor))"
    case .name:
      let name = try row.decode("name", as: String.self)
      return "(\(unescaped: alias).name, \(unescaped: alias).id) > (\(name), \(cursor))"
    }
  }
}
