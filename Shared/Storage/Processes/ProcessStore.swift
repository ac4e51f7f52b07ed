import Foundation
import JSON
import Postgres

/// The starts of executors and schedulers, so that it can be told later which version did something.
public enum ProcessStore {
  public static let retentionDays = 400

  public static func record(
    _ name: String, _ service: String, _ version: String, _ settings: JSONValue,
    in database: some PostgresExecutor
  ) async throws {
    try await database.execute(
      """
      insert into nucleus.process_start (name, service, version, settings)
      values (\(name), \(service), \(version), \(settings))
      """)
  }

  /// Of each named process, the start that was the latest at that time.
  public static func starts(
    of names: [String], at time: Date, in database: some PostgresExecutor
  ) async throws -> [ProcessStart] {
    try await database.query(
      """
      select distinct on (name) name, started_at, service, version, settings from nucleus.process_start
      where name = any(\(names)) and started_at <= \(time) order by name, started_at desc
      """
    ).map(ProcessStart.init(row:))
  }

  /// The processes of a service, each as it last started before that time; those whose last start is long ago are left
  /// out, as they are likely gone.
  public static func starts(
    ofService service: String, at time: Date, in database: some PostgresExecutor
  ) async throws -> [ProcessStart] {
    try await database.query(
      """
      select distinct on (name) name, started_at, service, version, settings from nucleus.process_start
      where service = \(service) and started_at <= \(time) and started_at > \(time) - interval '90 days'
      order by name, started_at desc limit 50
      """
    ).map(ProcessStart.init(row:))
  }

  /// Forgets starts that were long ago, but for the latest of each process.
  @discardableResult
  public static func prune(_ database: some PostgresExecutor) async throws -> Int {
    try await database.execute(
      """
      delete from nucleus.process_start old
      where old.started_at < clock_timestamp() - make_interval(days => \(Int32(retentionDays)))
        and exists (
          select 1 from nucleus.process_start later
          where later.name = old.name and later.started_at > old.started_at)
      """)
  }
}
