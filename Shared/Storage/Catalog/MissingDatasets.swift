import Contracts
import Domain
import Foundation
import JSON
import Postgres

/// Live datasets that a complete collection did not see: marked stale, or put before an operator where they are too many.
enum MissingDatasets {
  /// What a complete collection leaves open.
  private struct Finding: Sendable {
    let endpointID: UUID
    let runID: UUID
    /// Datasets that are not stale now, those that the run has just added or found again among them.
    let live: Int
    let missing: [UUID]
    let hasPending: Bool
    let threshold: Double

    init(row: Row) throws {
      endpointID = try row.decode("endpoint_id")
      runID = try row.decode("run_id")
      live = try row.decode("live")
      missing = try row.decode("missing")
      hasPending = try row.decode("has_pending")
      let limits = try row.decode("limits", as: JSONValue?.self)
      threshold = EndpointLimits(parameters: ["limits": limits ?? .null]).staleThreshold
    }
  }

  /// - Parameters:
  ///   - catalogs: complete ones, already stored in this transaction.
  ///   - changes: what is known of each run so far; gets what is decided here.
  static func settle(
    _ catalogs: [FoundCatalog], changes: inout [UUID: CatalogChange], in transaction: PostgresConnection,
    timeout: Duration?
  ) async throws {
    guard !catalogs.isEmpty else { return }
    let findings = try await find(catalogs, in: transaction, timeout: timeout)
    // A later look at the whole endpoint answers what an earlier one asked.
    try await ChangeSetWriter.supersede(
      findings.filter(\.hasPending).map(\.endpointID), in: transaction)
    var marks: [(dataset: UUID, run: UUID)] = []
    var questions: [ChangeSetWriter.Question] = []
    for finding in findings where !finding.missing.isEmpty {
      var change = changes[finding.runID] ?? CatalogChange()
      let live = finding.live - change.added - change.returned
      let rule = StalenessRule(threshold: finding.threshold)
      if rule.needsConfirmation(missing: finding.missing.count, live: live, found: change.datasets) {
        let question = ChangeSetWriter.Question(
          endpointID: finding.endpointID, runID: finding.runID, found: change.datasets, live: live,
          missing: finding.missing, threshold: finding.threshold)
        questions.append(question)
        change.pending = finding.missing.count
        change.changeSetID = question.id
      } else {
        marks += finding.missing.map { ($0, finding.runID) }
        change.stale = finding.missing.count
      }
      changes[finding.runID] = change
    }
    try await mark(marks, in: transaction, timeout: timeout)
    try await ChangeSetWriter.ask(questions, in: transaction, timeout: timeout)
  }

  private static func find(
    _ catalogs: [FoundCatalog], in transaction: PostgresConnection, timeout: Duration?
  ) async throws -> [Finding] {
    try await transaction.query(
      """
      select complete.endpoint_id, complete.run_id, datasets.live, datasets.missing, e.parameters -> 'limits' as limits,
        exists (select from nucleus.catalog_change_set s
                where s.endpoint_id = complete.endpoint_id and s.state = 'PENDING') as has_pending
      from unnest(\(catalogs.map(\.endpointID)), \(catalogs.map(\.runID))) as complete (endpoint_id, run_id)
        join nucleus.endpoint e on e.id = complete.endpoint_id
        join nucleus.run r on r.id = complete.run_id
        cross join lateral (
          select count(*)::int8 as live,
            -- What another run has seen since this one began may be newer than what this one listed.
            coalesce(array_agg(d.id) filter (
              where d.last_run_id <> complete.run_id and d.collected_at < r.started_at), '{}') as missing
          from nucleus.catalog_dataset d where d.endpoint_id = complete.endpoint_id and not d.is_stale
        ) datasets
      """, timeout: timeout
    ).map(Finding.init(row:))
  }

  private static func mark(
    _ marks: [(dataset: UUID, run: UUID)], in transaction: PostgresConnection, timeout: Duration?
  ) async throws {
    guard !marks.isEmpty else { return }
    try await transaction.execute(
      """
      update nucleus.catalog_dataset d
      set is_stale = true, stale_since = clock_timestamp(), stale_run_id = missing.run_id
      from unnest(\(marks.map(\.dataset)), \(marks.map(\.run))) as missing (id, run_id) where d.id = missing.id
      """, timeout: timeout)
  }
}
