import Contracts
import Domain
import Foundation
import Postgres

/// Writes datasets in bulk, in statements of bounded size.
struct DatasetWriter: Sendable {
  /// A dataset that is new or told otherwise than before.
  struct Written: Sendable {
    let entry: CatalogEntry
    /// Makes a version; nil for none.
    let version: FieldsDifference?
  }

  /// A dataset that was seen again and has not changed.
  struct Seen: Sendable {
    let id: UUID
    let entry: CatalogEntry
  }

  /// Datasets a statement carries whole.
  static let chunkSize = 500
  /// Datasets a statement carries without what has not changed.
  static let seenChunkSize = 5_000

  let transaction: PostgresConnection
  let timeout: Duration?

  /// Stores datasets as they were found, with a version where their fields have changed.
  func put(_ datasets: [Written]) async throws {
    for chunk in Self.chunks(of: datasets, Self.chunkSize) { try await put(chunk: chunk) }
  }

  /// Notes that datasets are still there. Their fields and versions are not touched.
  func touch(_ datasets: [Seen]) async throws {
    for chunk in Self.chunks(of: datasets, Self.seenChunkSize) {
      try await transaction.execute(
        """
        with seen as (
          select * from unnest(
            \(chunk.map(\.id)), \(chunk.map(\.entry.runID)), \(chunk.map(\.entry.dataset.recordCount)),
            \(chunk.map(\.entry.dataset.statistics))) as t (id, run_id, record_count, statistics)
        )
        update nucleus.catalog_dataset d set last_run_id = seen.run_id, collected_at = clock_timestamp(),
          is_stale = false, stale_since = null, stale_run_id = null, record_count = seen.record_count,
          -- A large value that stays is not written again.
          statistics = case when d.statistics is distinct from seen.statistics then seen.statistics
                            else d.statistics end
        from seen where d.id = seen.id
        """, timeout: timeout)
    }
  }

  private func put(chunk: ArraySlice<Written>) async throws {
    let entries = chunk.map(\.entry)
    let datasets = entries.map(\.dataset)
    let versions = chunk.map(\.version)
    try await transaction.execute(
      """
      with found as (
        select * from unnest(
          \(chunk.map { _ in UUID.v7() }), \(entries.map(\.endpointID)), \(entries.map(\.runID)),
          \(datasets.map(\.upstreamID)), \(datasets.map(\.displayName)), \(datasets.map(\.description)),
          \(datasets.map(\.schema)), \(datasets.map(\.entity)), \(try datasets.map { try Self.text($0.labels) }),
          \(try datasets.map { try Self.text($0.fields) }), \(datasets.map(\.recordCount)),
          \(datasets.map(\.statistics)), \(entries.map(\.digest)),
          \(try versions.map { try $0.map { try Self.text($0.added.map(\.name)) } }),
          \(try versions.map { try $0.map { try Self.text($0.removed.map(\.name)) } }),
          \(try versions.map { try $0.map { try Self.text($0.changed.map(\.text)) } })
        ) as t (id, endpoint_id, run_id, upstream_id, display_name, description, schema_name, entity, labels,
                fields, record_count, statistics, content_digest, added, removed, changed)
      ), stored as (
        insert into nucleus.catalog_dataset as d (id, endpoint_id, upstream_id, display_name, description,
          schema_name, entity, labels, fields, record_count, statistics, content_digest, first_run_id, last_run_id)
        select id, endpoint_id, upstream_id, display_name, description, schema_name, entity,
          array(select jsonb_array_elements_text(labels::jsonb)), fields::jsonb, record_count, statistics,
          content_digest, run_id, run_id
        from found
        on conflict (endpoint_id, upstream_id) do update set display_name = excluded.display_name,
          description = excluded.description, schema_name = excluded.schema_name, entity = excluded.entity,
          labels = excluded.labels, fields = excluded.fields, record_count = excluded.record_count,
          statistics = excluded.statistics, content_digest = excluded.content_digest,
          last_run_id = excluded.last_run_id, collected_at = clock_timestamp(), is_stale = false,
          stale_since = null, stale_run_id = null
        returning d.id, d.endpoint_id, d.upstream_id
      )
      insert into nucleus.catalog_dataset_version (dataset_id, version, run_id, added, removed, changed)
      select stored.id, latest.version + 1, found.run_id,
        array(select jsonb_array_elements_text(found.added::jsonb)),
        array(select jsonb_array_elements_text(found.removed::jsonb)),
        array(select jsonb_array_elements_text(found.changed::jsonb))
      from stored join found using (endpoint_id, upstream_id)
        cross join lateral (
          select coalesce(max(v.version), 0) as version from nucleus.catalog_dataset_version v
          where v.dataset_id = stored.id
        ) latest
      where found.added is not null
      """, timeout: timeout)
  }

  private static func chunks<Element>(of all: [Element], _ size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: all.count, by: size).map { all[$0..<min($0 + size, all.count)] }
  }

  private static func text(_ value: some Encodable) throws -> String {
    String(decoding: try MessageCodec.encode(value), as: UTF8.self)
  }
}
