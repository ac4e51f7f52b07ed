import Foundation
import Postgres

/// Lets one transaction at a time write the catalog of an endpoint.
///
/// Versions are numbered and datasets are found missing by reading first; two collections of one endpoint, or one and an
/// operator's decision, must not read the same state.
enum CatalogLock {
  /// Sets this use of advisory locks apart from others.
  private static let purpose: Int64 = 0x6e75_636c_6361_7400

  /// Waits for the endpoints' locks and holds them until the transaction ends. Taken in one order everywhere, so that two
  /// transactions cannot deadlock.
  static func take(_ endpoints: [UUID], in transaction: PostgresConnection) async throws {
    guard !endpoints.isEmpty else { return }
    _ = try await transaction.query(
      """
      select pg_advisory_xact_lock(key) from (
        select distinct hashtextextended(id::text, \(purpose)) as key from unnest(\(endpoints)) as t (id) order by 1
      ) as keys
      """)
  }
}
