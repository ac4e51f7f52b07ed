import Foundation
import Postgres

/// Reads what triggers are for and holds it until the transaction ends, so that no run is made for a collection
/// that is being disabled or deleted. Triggers do not hinder each other.
public enum TriggerTargets {
  /// - Returns: the targets of the collections that exist, deleted ones included.
  public static func lock(
    collections ids: [UUID], in transaction: PostgresConnection
  ) async throws -> [UUID: TriggerTarget] {
    guard !ids.isEmpty else { return [:] }
    let targets = try await transaction.query(
      """
      select c.id, c.endpoint_id, c.name, c.is_enabled, c.deleted_at is not null as is_deleted,
        e.is_enabled as e_is_enabled
      from nucleus.collection c join nucleus.endpoint e on e.id = c.endpoint_id
      where c.id = any(\(ids)) order by c.id for share of c
      """
    ).map { row in try target(from: row) }
    return Dictionary(targets.map { ($0.collectionID, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// - Returns: the targets of the endpoints that exist, deleted ones included.
  public static func lock(
    endpoints ids: [UUID], in transaction: PostgresConnection
  ) async throws -> [UUID: EndpointTriggerTarget] {
    guard !ids.isEmpty else { return [:] }
    let rows = try await transaction.query(
      """
      with live as (
        select c.id, c.endpoint_id, c.name, c.is_enabled from nucleus.collection c
        where c.endpoint_id = any(\(ids)) and c.deleted_at is null order by c.id for share of c
      )
      select e.id as endpoint_id, e.is_enabled as e_is_enabled, e.deleted_at is not null as e_is_deleted,
        exists (select 1 from nucleus.collection h where h.endpoint_id = e.id) as had_collections,
        live.id, live.name, live.is_enabled, false as is_deleted
      from nucleus.endpoint e left join live on live.endpoint_id = e.id
      where e.id = any(\(ids)) order by e.id, live.name
      """)
    var targets: [UUID: EndpointTriggerTarget] = [:]
    for row in rows {
      let endpoint = try row.decode("endpoint_id", as: UUID.self)
      var target =
        try targets[endpoint]
        ?? EndpointTriggerTarget(
          endpointID: endpoint, isEnabled: try row.decode("e_is_enabled"),
          isDeleted: try row.decode("e_is_deleted"), hadCollections: try row.decode("had_collections"))
      if try row.decode("id", as: UUID?.self) != nil { target.collections.append(try self.target(from: row)) }
      targets[endpoint] = target
    }
    return targets
  }

  private static func target(from row: Row) throws -> TriggerTarget {
    TriggerTarget(
      collectionID: try row.decode("id"), endpointID: try row.decode("endpoint_id"),
      name: try row.decode("name"), isEnabled: try row.decode("is_enabled"),
      isDeleted: try row.decode("is_deleted"), isEndpointEnabled: try row.decode("e_is_enabled"))
  }
}
