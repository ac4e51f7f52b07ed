import Foundation
import Postgres

/// An entry as its seal sees it: every column, in one unambiguous form.
struct SealableEntry: Sendable, Equatable {
  let sequence: Int64
  /// For people who are told which entry it is.
  let id: UUID
  let canonicalForm: [UInt8]

  private static let version = "nucleus-audit-1"

  /// The columns that ``init(row:)`` reads, of the table alias `a`: as text, which nothing rounds or reorders.
  static let columns: SQL = """
    a.sequence, a.id, ((extract(epoch from a.at) * 1000000)::int8)::text as at, a.actor_id, a.actor_name,
    a.actor_role, a.actor_address, a.action, a.object_type, a.object_id, a.endpoint_id::text as endpoint_id,
    a.before::text as before, a.after::text as after, a.outcome, a.correlation_id
    """

  private static let texts = [
    "at", "actor_id", "actor_name", "actor_role", "actor_address", "action", "object_type", "object_id",
    "endpoint_id", "before", "after", "outcome", "correlation_id",
  ]

  init(row: Row) throws {
    let sequence: Int64 = try row.decode("sequence")
    let id: UUID = try row.decode("id")
    self.init(
      sequence: sequence, id: id,
      fields: try Self.texts.map { try row.decode($0, as: String?.self) })
  }

  /// - Parameter fields: all other columns, in order.
  init(sequence: Int64, id: UUID, fields: [String?]) {
    self.sequence = sequence
    self.id = id
    var form: [UInt8] = []
    for field in [Self.version, String(sequence), id.uuidString.lowercased()] + fields {
      // The length in front keeps neighbours from lending each other characters.
      if let field {
        form += "\(field.utf8.count):".utf8
        form += field.utf8
      } else {
        form.append(UInt8(ascii: "-"))
      }
    }
    canonicalForm = form
  }
}
