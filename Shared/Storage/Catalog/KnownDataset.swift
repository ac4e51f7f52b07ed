import Contracts
import Domain
import Foundation
import Postgres

/// What the catalog knew of a dataset before it was found again.
struct KnownDataset: Sendable {
  let id: UUID
  let isStale: Bool
  /// Whether anything but rows and sizes is told otherwise now.
  let isChanged: Bool
  /// Whether its first version is still to be written.
  let isUnversioned: Bool
  /// Its fields, read only where one of the above is so.
  let fields: [DatasetField]

  /// Reads what is known of all entries in one statement; what has not changed stays in the database.
  static func find(
    _ entries: [CatalogEntry], in transaction: PostgresConnection, timeout: Duration?
  ) async throws -> [CatalogEntry.Key: KnownDataset] {
    guard !entries.isEmpty else { return [:] }
    let rows = try await transaction.query(
      """
      with found as (
        select * from unnest(\(entries.map(\.endpointID)), \(entries.map(\.dataset.upstreamID)), \(entries.map(\.digest)))
          as t (endpoint_id, upstream_id, content_digest)
      ), known as (
        select d.id, d.endpoint_id, d.upstream_id, d.is_stale, d.content_digest <> found.content_digest as is_changed,
          not exists (select from nucleus.catalog_dataset_version v where v.dataset_id = d.id) as is_unversioned,
          d.fields
        from found join nucleus.catalog_dataset d using (endpoint_id, upstream_id)
      )
      select id, endpoint_id, upstream_id, is_stale, is_changed, is_unversioned,
        case when is_changed then fields::text end as fields
      from known
      """, timeout: timeout)
    var known: [CatalogEntry.Key: KnownDataset] = [:]
    known.reserveCapacity(rows.count)
    for row in rows {
      let key = CatalogEntry.Key(
        endpointID: try row.decode("endpoint_id"), upstreamID: try row.decode("upstream_id"))
      let fields = try row.decode("fields", as: String?.self)
      known[key] = KnownDataset(
        id: try row.decode("id"), isStale: try row.decode("is_stale"),
        isChanged: try row.decode("is_changed"), isUnversioned: try row.decode("is_unversioned"),
        fields: try fields.map { try MessageCodec.decode([DatasetField].self, from: [UInt8]($0.utf8)) } ?? [])
    }
    return known
  }

  /// What the next version of the dataset records; nil where its fields are as before.
  func difference(to fields: [DatasetField]) -> FieldsDifference? {
    if isUnversioned { return FieldsDifference(from: [], to: fields) }
    guard isChanged else { return nil }
    let difference = FieldsDifference(from: self.fields, to: fields)
    return difference.isEmpty ? nil : difference
  }
}
