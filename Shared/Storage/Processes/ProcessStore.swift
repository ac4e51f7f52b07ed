import Foundation
import JSON
import Postgres

/// The starts of executors and schedulers, so that it can be told later which version did something.
public enum ProcessStore {
  /// How long a start is kept after its process was last there.
  public static let retention = Duration.seconds(90 * 86_400)
  /// How often processes say that they are there.
  public static let renewal = Duration.seconds(6 * 3_600)
  /// Of one service at one time more are not told.
  private static let mostProcesses = 50

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

  /// Says that a process is still there.
  public static func renew(_ name: String, in database: some PostgresExecutor) async throws {
    try await database.execute(
      """
      update nucleus.process_start p set seen_at = clock_timestamp()
      where p.name = \(name)
        and p.started_at = (select max(l.started_at) from nucleus.process_start l where l.name = p.name)
      """)
  }

  /// The processes of a service that had started by then and were still there not long before, each as it last started,
  /// newest first.
  public static func starts(
    ofService service: String, at time: Date, in database: some PostgresExecutor
  ) async throws -> [ProcessStart] {
    try await database.query(
      """
      select * from (
        select distinct on (name) name, started_at, service, version, settings from nucleus.process_start
        where service = \(service) and started_at <= \(time)
          and seen_at > \(time) - \(2 * renewal.seconds) * interval '1 second'
        order by name, started_at desc
      ) as there
      order by started_at desc limit \(mostProcesses)
      """
    ).map(ProcessStart.init(row:))
  }

  /// Forgets starts of processes that were last there longer ago.
  /// - Returns: how many went.
  public static func prune(
    olderThan age: Duration, atMost limit: Int, in database: some PostgresExecutor
  ) async throws -> Int {
    try await database.execute(
      """
      delete from nucleus.process_start p using (
        select name, started_at from nucleus.process_start
        where seen_at < now() - \(age.seconds) * interval '1 second' order by seen_at limit \(limit)
      ) old
      where p.name = old.name and p.started_at = old.started_at
      """)
  }
}
