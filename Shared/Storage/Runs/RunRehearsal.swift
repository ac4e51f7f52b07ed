import Domain
import Foundation
import Postgres

/// A transaction that is always rolled back, in which a run that has ended is queued once more: statements of its way
/// can be tried for real and leave nothing behind.
///
/// Locks are held only as long as the transaction takes. It gives up on a lock of somebody else's after two seconds,
/// and the server ends it when its client is silent for ten, so that whoever halts in it stops nobody.
public enum RunRehearsal {
  /// Why a run cannot be queued once more, not even in a rehearsal.
  public enum Obstacle: Error, Sendable, Equatable {
    case unknownRun
    /// It has not ended.
    case notEnded(RunStatus)
    /// What it is for has a run that has not ended.
    case other(UUID, RunStatus)
  }

  /// - Throws: an ``Obstacle``, or what `body` throws.
  public static func of<R: Sendable>(
    _ run: UUID, on connection: PostgresConnection,
    _ body: @Sendable (PostgresConnection) async throws -> R
  ) async throws -> R {
    do {
      try await connection.transaction { transaction in
        try await transaction.executeScript(
          "set local lock_timeout = '2s'; set local idle_in_transaction_session_timeout = '10s'")
        if let obstacle = try await obstacle(to: run, in: transaction) { throw obstacle }
        try await transaction.execute(
          """
          update nucleus.run set status = 'QUEUED', attempt = 0, fence = 0, handed_back = false, executor = null,
            lease_expires_at = null, started_at = null, completed_at = null, error = null, error_code = null,
            stats = null
          where id = \(run)
          """)
        throw Undoing(result: try await body(transaction))
      }
    } catch let undoing as Undoing<R> {
      return undoing.result
    }
    // The transaction above never ends but by a throw.
    throw CancellationError()
  }

  /// What a rehearsal of the run would meet now.
  public static func obstacle(to run: UUID, in database: some PostgresExecutor) async throws -> Obstacle? {
    let rows = try await database.query(
      """
      select r.status, other.id as other_id, other.status as other_status
      from nucleus.run r left join nucleus.run other
        on other.subject = r.subject and other.status in ('QUEUED', 'RUNNING') and other.id <> r.id
      where r.id = \(run)
      """)
    guard let row = rows.first else { return .unknownRun }
    let status = try row.decodeCase("status", as: RunStatus.self)
    guard status.isTerminal else { return .notEnded(status) }
    guard let other = try row.decode("other_id", as: UUID?.self) else { return nil }
    return .other(other, try row.decodeCase("other_status"))
  }

  /// Carries the result out of a transaction that must not commit.
  private struct Undoing<R: Sendable>: Error {
    let result: R
  }
}
