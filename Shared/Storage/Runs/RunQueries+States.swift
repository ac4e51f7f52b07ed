import Domain
import Foundation
import Postgres

extension RunQueries {
  /// The states of the runs that exist among those asked for.
  public static func states(of ids: [UUID], in database: some PostgresExecutor) async throws -> [RunState] {
    guard !ids.isEmpty else { return [] }
    return try await database.query(
      "select \(Run.columns), r.fence from nucleus.run r where r.id = any(\(ids))"
    ).map(RunState.init(row:))
  }

  /// The runs that were queued, started or ended since a moment, newest first. Those that were requested more
  /// than a day before it are not looked for: the index bounds the reading that way.
  public static func states(
    changedSince moment: Date, limit: Int, in database: some PostgresExecutor
  ) async throws -> [RunState] {
    try await database.query(
      """
      select \(Run.columns), r.fence from nucleus.run r
      where r.kind = any(\(RunKind.allCases.map(\.rawValue)))
        and r.requested_at >= \(moment) - interval '1 day'
        and (r.requested_at >= \(moment) or r.started_at >= \(moment) or r.completed_at >= \(moment))
      order by r.requested_at desc limit \(limit)
      """
    ).map(RunState.init(row:))
  }
}
