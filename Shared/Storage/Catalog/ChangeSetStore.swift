import Domain
import Foundation
import Postgres

/// Carries out what an operator decides about a change set: the scheduler's part.
public enum ChangeSetStore {
  /// Reads a change set and holds its endpoint's catalog against other writers until the transaction ends.
  public static func lock(_ id: UUID, in transaction: PostgresConnection) async throws -> CatalogChangeSet? {
    let rows = try await transaction.query(
      "select s.endpoint_id from nucleus.catalog_change_set s where s.id = \(id)")
    guard let row = rows.first else { return nil }
    try await CatalogLock.take([try row.decode("endpoint_id")], in: transaction)
    return try await transaction.query(
      "select \(CatalogChangeSet.columns) from nucleus.catalog_change_set s where s.id = \(id) for no key update"
    ).first.map(CatalogChangeSet.init(row:))
  }

  /// The question that is open at an endpoint.
  public static func pending(
    endpoint: UUID, in transaction: PostgresConnection
  ) async throws -> CatalogChangeSet? {
    try await transaction.query(
      """
      select \(CatalogChangeSet.columns) from nucleus.catalog_change_set s
      where s.endpoint_id = \(endpoint) and s.state = 'PENDING'
      """
    ).first.map(CatalogChangeSet.init(row:))
  }

  /// Marks the datasets of a locked, pending change set stale, but for those that were seen since.
  public static func apply(
    _ id: UUID, by decider: String, in transaction: PostgresConnection
  ) async throws -> CatalogChangeSet {
    let rows = try await transaction.query(
      """
      with marked as (
        update nucleus.catalog_dataset d set is_stale = true, stale_since = clock_timestamp(), stale_run_id = s.run_id
        from nucleus.catalog_change_set s
          join nucleus.catalog_change_set_dataset m on m.change_set_id = s.id
        where s.id = \(id) and d.id = m.dataset_id and not d.is_stale and d.collected_at < s.created_at
        returning d.id
      )
      update nucleus.catalog_change_set s set state = 'APPLIED', decided_at = clock_timestamp(),
        decided_by = \(decider), marked = (select count(*) from marked)
      where s.id = \(id) returning \(CatalogChangeSet.columns)
      """)
    return try CatalogChangeSet(row: try rows.only())
  }

  /// Leaves the datasets of a locked, pending change set as they are.
  public static func reject(
    _ id: UUID, by decider: String, note: String?, in transaction: PostgresConnection
  ) async throws -> CatalogChangeSet {
    let rows = try await transaction.query(
      """
      update nucleus.catalog_change_set s set state = 'REJECTED', decided_at = clock_timestamp(),
        decided_by = \(decider), note = \(note)
      where s.id = \(id) returning \(CatalogChangeSet.columns)
      """)
    return try CatalogChangeSet(row: try rows.only())
  }
}
