import Contracts
import Domain
import Foundation
import JSON
import Postgres

/// Writes what collections found: upserts in bulk, so that a run that is repeated leaves no duplicate (A9).
public enum CatalogWriter {
  /// Datasets a statement carries; bounds the size of one message to the server.
  static let chunkSize = 500

  /// Stores catalogs inside the transaction that ends their runs.
  ///
  /// - Parameter catalogs: of different endpoints: one statement cannot touch a dataset twice.
  /// - Returns: what changed, by run.
  public static func store(
    _ catalogs: [FoundCatalog], in transaction: PostgresConnection
  ) async throws -> [UUID: CatalogChange] {
    var changes: [UUID: CatalogChange] = [:]
    for catalog in catalogs {
      changes[catalog.runID, default: CatalogChange()].datasets = catalog.datasets.count
    }
    // In one order everywhere, so that two transactions on one endpoint cannot deadlock.
    let found = catalogs.sorted { $0.endpointID.uuidString < $1.endpointID.uuidString }.flatMap { catalog in
      catalog.datasets.sorted { $0.upstreamID < $1.upstreamID }.map { (catalog: catalog, dataset: $0) }
    }
    for start in stride(from: 0, to: found.count, by: chunkSize) {
      let chunk = Array(found[start..<min(start + chunkSize, found.count)])
      for row in try await upsert(chunk, in: transaction) {
        let run = try row.decode("last_run_id", as: UUID.self)
        changes[run, default: CatalogChange()].added += try row.decode("added", as: Int.self)
        changes[run, default: CatalogChange()].changed += try row.decode("changed", as: Int.self)
      }
    }
    let complete = catalogs.filter(\.isComplete)
    guard !complete.isEmpty else { return changes }
    let rows = try await transaction.query(
      """
      with complete as (
        select * from unnest(\(complete.map(\.endpointID)), \(complete.map(\.runID))) as t (endpoint_id, run_id)
      ), marked as (
        update nucleus.catalog_dataset d set is_stale = true from complete
        where d.endpoint_id = complete.endpoint_id and d.last_run_id <> complete.run_id and not d.is_stale
        returning complete.run_id
      )
      select run_id, count(*)::int8 as stale from marked group by run_id
      """, timeout: patience(for: found.count))
    for row in rows {
      changes[try row.decode("run_id"), default: CatalogChange()].stale = try row.decode("stale")
    }
    return changes
  }

  private static func upsert(
    _ chunk: [(catalog: FoundCatalog, dataset: DiscoveredDataset)], in transaction: PostgresConnection
  ) async throws -> [Row] {
    let datasets = chunk.map(\.dataset)
    return try await transaction.query(
      """
      with found as (
        select * from unnest(
          \(chunk.map { _ in UUID.v7() }), \(chunk.map(\.catalog.endpointID)), \(chunk.map(\.catalog.runID)),
          \(datasets.map(\.upstreamID)), \(datasets.map(\.displayName)), \(datasets.map(\.description)),
          \(datasets.map(\.schema)), \(datasets.map(\.entity)), \(try datasets.map { try text($0.labels) }),
          \(try datasets.map { try text($0.fields) }), \(datasets.map(\.recordCount)),
          \(datasets.map(\.statistics)), \(try datasets.map(ContentDigest.of))
        ) as t (id, endpoint_id, run_id, upstream_id, display_name, description, schema_name, entity, labels,
                fields, record_count, statistics, content_digest)
      ), former as (
        select d.endpoint_id, d.upstream_id, d.content_digest from nucleus.catalog_dataset d
          join found using (endpoint_id, upstream_id)
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
          last_run_id = excluded.last_run_id, collected_at = clock_timestamp(), is_stale = false
        returning d.endpoint_id, d.upstream_id, d.last_run_id, d.content_digest
      )
      select stored.last_run_id, count(*) filter (where former.upstream_id is null)::int8 as added,
        count(*) filter (where former.content_digest <> stored.content_digest)::int8 as changed
      from stored left join former using (endpoint_id, upstream_id) group by stored.last_run_id
      """, timeout: patience(for: chunk.count))
  }

  /// Large catalogs may take their time; others keep the session's own limit, which saves setting another one.
  private static func patience(for datasets: Int) -> Duration? { datasets < chunkSize ? nil : .seconds(120) }

  private static func text(_ value: some Encodable) throws -> String {
    String(decoding: try MessageCodec.encode(value), as: UTF8.self)
  }
}
