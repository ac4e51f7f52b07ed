import Foundation
import Postgres

/// Lets one scheduler at a time make the queue of an endpoint anew.
public enum EndpointQueueLock {
  /// Names these locks among the advisory locks of a database.
  private static let space: Int32 = 1_702_392_949

  /// - Returns: whether the transaction has the lock now, until it ends; false when another one has it.
  public static func claim(_ endpoint: UUID, in transaction: PostgresConnection) async throws -> Bool {
    let rows = try await transaction.query(
      "select pg_try_advisory_xact_lock(\(space), hashtext(\(endpoint)::text)) as mine")
    return try rows.first?.decode("mine") ?? false
  }
}
