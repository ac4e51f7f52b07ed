import Domain
import Foundation
import Postgres

/// The log lines of runs: kept by executors, read by gateways, pruned by schedulers.
public enum RunLogStore {
  /// Adds lines in their order. Without any, nothing is sent.
  public static func append(_ lines: [RunLogLine], in database: some PostgresExecutor) async throws {
    guard !lines.isEmpty else { return }
    try await database.execute(
      """
      insert into nucleus.run_log (run_id, at, level, message, metadata, attempt, executor)
      select t.run_id, t.at, t.level, t.message, t.metadata, t.attempt, t.executor
      from unnest(
        \(lines.map(\.runID)), \(lines.map(\.at)), \(lines.map(\.level.rawValue)), \(lines.map(\.message)),
        \(lines.map(\.metadata)), \(lines.map { Int64($0.attempt) }), \(lines.map(\.executor))
      ) with ordinality as t (run_id, at, level, message, metadata, attempt, executor, position)
      order by t.position
      """)
  }

  /// The lines of each run, oldest first.
  public static func lines(
    of runs: [UUID], in database: some PostgresExecutor
  ) async throws -> [UUID: [RunLogLine]] {
    let lines = try await database.query(
      """
      select run_id, at, level, message, metadata, attempt, executor from nucleus.run_log
      where run_id = any(\(runs)) order by run_id, sequence
      """
    ).map { row in
      RunLogLine(
        runID: try row.decode("run_id"), at: try row.decode("at"), level: try row.decodeCase("level"),
        message: try row.decode("message"), metadata: try row.decode("metadata"),
        attempt: try row.decode("attempt"), executor: try row.decode("executor"))
    }
    return Dictionary(grouping: lines, by: \.runID)
  }

  /// Forgets older lines.
  /// - Returns: how many went.
  public static func prune(
    olderThan age: Duration, atMost limit: Int, in database: some PostgresExecutor
  ) async throws -> Int {
    try await database.execute(
      """
      delete from nucleus.run_log l using (
        select run_id, sequence from nucleus.run_log
        where at < now() - \(age.seconds) * interval '1 second' order by at limit \(limit)
      ) old
      where l.run_id = old.run_id and l.sequence = old.sequence
      """)
  }
}
