import Domain
import Foundation
import Postgres

/// Writes endpoints: the scheduler's alone.
public enum EndpointStore {
  /// - Returns: the stored row; nil when a live endpoint has the same source id.
  public static func insert(
    _ endpoint: Endpoint, sealed: [String: String], in transaction: PostgresConnection
  ) async throws -> Endpoint? {
    let rows = try await transaction.query(
      """
      insert into nucleus.endpoint as e (id, source_id, project_id, name, description, verb, url, auth_policy, domain,
        labels, kind, parameters, sealed_fields, capabilities, is_enabled)
      values (\(endpoint.id), \(endpoint.sourceID), \(endpoint.projectID), \(endpoint.name),
        \(endpoint.description), \(endpoint.verb), \(endpoint.url), \(endpoint.authPolicy), \(endpoint.domain),
        \(endpoint.labels), \(endpoint.kind), \(endpoint.parameters), \(endpoint.sealedFields),
        \(endpoint.capabilities), \(endpoint.isEnabled))
      on conflict (source_id) where deleted_at is null do nothing
      returning \(Endpoint.columns)
      """)
    guard let row = rows.first else { return nil }
    try await put(sealed, endpoint: endpoint.id, in: transaction)
    return try Endpoint(row: row)
  }

  /// Reads a live endpoint and holds it against other writers until the transaction ends.
  public static func lock(_ id: UUID, in transaction: PostgresConnection) async throws -> Endpoint? {
    try await transaction.query(
      """
      select \(Endpoint.columns) from nucleus.endpoint e
      where e.id = \(id) and e.deleted_at is null for no key update
      """
    ).first.map(Endpoint.init(row:))
  }

  /// Writes all changeable columns of a locked endpoint.
  public static func update(_ endpoint: Endpoint, in transaction: PostgresConnection) async throws -> Endpoint
  {
    let rows = try await transaction.query(
      """
      update nucleus.endpoint e set name = \(endpoint.name), description = \(endpoint.description),
        verb = \(endpoint.verb), url = \(endpoint.url), auth_policy = \(endpoint.authPolicy),
        domain = \(endpoint.domain), labels = \(endpoint.labels), kind = \(endpoint.kind),
        parameters = \(endpoint.parameters), sealed_fields = \(endpoint.sealedFields),
        capabilities = \(endpoint.capabilities), is_enabled = \(endpoint.isEnabled),
        updated_at = clock_timestamp()
      where e.id = \(endpoint.id) returning \(Endpoint.columns)
      """)
    return try Endpoint(row: try rows.only())
  }

  /// Stores sealed credentials, each in place of a former one.
  public static func put(
    _ sealed: [String: String], endpoint: UUID, in transaction: PostgresConnection
  ) async throws {
    guard !sealed.isEmpty else { return }
    let fields = Array(sealed.keys)
    try await transaction.execute(
      """
      insert into nucleus.endpoint_secret (endpoint_id, field, sealed)
      select \(endpoint), * from unnest(\(fields), \(fields.compactMap { sealed[$0] }))
      on conflict (endpoint_id, field) do update set sealed = excluded.sealed, updated_at = clock_timestamp()
      """)
  }

  /// Drops all credentials of an endpoint but those of the named fields.
  public static func keepOnly(
    _ fields: [String], endpoint: UUID, in transaction: PostgresConnection
  ) async throws {
    try await transaction.execute(
      "delete from nucleus.endpoint_secret where endpoint_id = \(endpoint) and not field = any(\(fields))")
  }

  /// Marks a locked endpoint and its collections deleted; the rows stay for the history.
  public static func delete(
    _ id: UUID, reason: String, in transaction: PostgresConnection
  ) async throws -> Endpoint {
    try await keepOnly([], endpoint: id, in: transaction)
    try await transaction.execute(
      """
      with live as (
        -- Locked in one order, so that triggers of the same collections cannot deadlock with it.
        select c.id from nucleus.collection c where c.endpoint_id = \(id) and c.deleted_at is null
        order by c.id for no key update
      )
      update nucleus.collection c set deleted_at = clock_timestamp(), updated_at = clock_timestamp()
      from live where c.id = live.id
      """)
    let rows = try await transaction.query(
      """
      update nucleus.endpoint e set is_enabled = false, sealed_fields = '{}', deleted_at = clock_timestamp(),
        updated_at = clock_timestamp(), deletion_reason = \(reason)
      where e.id = \(id) returning \(Endpoint.columns)
      """)
    return try Endpoint(row: try rows.only())
  }
}
