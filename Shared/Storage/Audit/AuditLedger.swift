import Contracts
import Foundation
import Postgres

/// Seals the entries of the audit log, in the order of their numbers. Any number of schedulers may try: one at a time
/// does.
///
/// Numbers are drawn before their transactions commit, so a higher one may show up before a lower one. What is sealed
/// must not grow any more: the ledger first notes how far the log goes (``frontier(in:)``), waits until all
/// transactions of that moment have ended (``isPassed(_:in:)``), and seals up to there.
public enum AuditLedger {
  /// How far the log went at one moment.
  public struct Frontier: Sendable, Equatable {
    /// The highest number that was seen.
    public var sequence: Int64
    /// Transactions with lower numbers may still have been under way.
    var horizon: String
  }

  /// Names the sealers' lock among the advisory locks of a database.
  private static let lockKey = 6_427_104

  /// - Returns: nil when every entry that can be seen is sealed.
  public static func frontier(in database: some PostgresExecutor) async throws -> Frontier? {
    let row = try await database.query(
      """
      select coalesce((select max(sequence) from nucleus.audit_entry), 0) as entries,
        coalesce((select max(sequence) from nucleus.audit_seal), 0) as seals,
        pg_snapshot_xmax(pg_current_snapshot())::text as horizon
      """
    ).only()
    let sequence: Int64 = try row.decode("entries")
    guard sequence > (try row.decode("seals", as: Int64.self)) else { return nil }
    return Frontier(sequence: sequence, horizon: try row.decode("horizon"))
  }

  /// Whether every transaction that could still bring an entry below the frontier has ended.
  public static func isPassed(
    _ frontier: Frontier, in database: some PostgresExecutor
  ) async throws -> Bool {
    try await database.query(
      "select pg_snapshot_xmin(pg_current_snapshot()) >= \(frontier.horizon)::xid8 as passed"
    ).only().decode("passed")
  }

  /// Seals the next entries up to a frontier that has been passed.
  /// - Returns: how many were sealed; 0 also while another scheduler is at it.
  public static func seal(
    upTo frontier: Frontier, atMost limit: Int, in transaction: PostgresConnection
  ) async throws -> Int {
    let lock = try await transaction.query("select pg_try_advisory_xact_lock(\(lockKey)) as mine")
    guard try lock.only().decode("mine", as: Bool.self) else { return 0 }
    let last = try await transaction.query(
      "select sequence, hash from nucleus.audit_seal order by sequence desc limit 1"
    ).first
    let sealed = try last?.decode("sequence", as: Int64.self) ?? 0
    let entries = try await transaction.query(
      """
      select \(SealableEntry.columns) from nucleus.audit_entry a
      where a.sequence > \(sealed) and a.sequence <= \(frontier.sequence) order by a.sequence limit \(limit)
      """
    ).map(SealableEntry.init(row:))
    guard !entries.isEmpty else { return 0 }
    var chain = try last.map { AuditChain(head: try $0.decode("hash")) } ?? AuditChain()
    let hashes = entries.map { chain.append($0).hexDigits }
    try await transaction.execute(
      """
      insert into nucleus.audit_seal (sequence, hash)
      select sequence, decode(hash, 'hex') from unnest(\(entries.map(\.sequence)), \(hashes)) as t (sequence, hash)
      """)
    return entries.count
  }
}
