import Contracts
import Foundation
import Postgres

/// Checks the whole audit log against its seals.
public enum AuditVerification {
  /// A log that is what was sealed.
  public struct Report: Sendable, Equatable {
    public var sealed: Int
    /// Entries that are too new to be sealed.
    public var unsealed: Int
    /// The hash of the last seal, in hex. Noted elsewhere, it later tells whether the end of the log was cut off.
    public var head: String
  }

  static let stretch = 1_000

  /// - Parameters:
  ///   - head: a head that was noted before, and has to be part of the chain.
  ///   - connection: of a role that may read the log and its seals.
  /// - Throws: ``AuditFinding``: the first place where somebody has tampered with the log.
  public static func verify(
    expecting head: [UInt8]? = nil, on connection: PostgresConnection
  ) async throws -> Report {
    try await connection.transaction(isolation: .repeatableRead, readOnly: true) { connection in
      try await walk(expecting: head, in: connection)
    }
  }

  static func walk(
    expecting head: [UInt8]?, in transaction: PostgresConnection
  ) async throws -> Report {
    var walk = AuditWalk(expecting: head)
    while true {
      let seals = try await transaction.query(
        """
        select sequence, hash from nucleus.audit_seal where sequence > \(walk.last)
        order by sequence limit \(stretch)
        """
      ).map { AuditWalk.Seal(sequence: try $0.decode("sequence"), hash: try $0.decode("hash")) }
      guard let end = seals.last?.sequence else { break }
      let entries = try await transaction.query(
        """
        select \(SealableEntry.columns) from nucleus.audit_entry a
        where a.sequence > \(walk.last) and a.sequence <= \(end) order by a.sequence limit \(stretch + 1)
        """
      ).map(SealableEntry.init(row:))
      try walk.take(seals: seals, entries: entries)
    }
    try walk.finish()
    let unsealed: Int = try await transaction.query(
      "select count(*)::int8 as total from nucleus.audit_entry where sequence > \(walk.last)"
    ).only().decode("total")
    return Report(sealed: walk.count, unsealed: unsealed, head: walk.chain.head.hexDigits)
  }
}
