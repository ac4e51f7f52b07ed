import Postgres

/// Which step of its history a database is at.
public enum SchemaVersion {
  /// The newest applied migration; 0 for a database that was never migrated.
  public static func current(_ database: some PostgresExecutor) async throws -> Int {
    let exists = try await database.query(
      "select to_regclass('nucleus.schema_migration') is not null as present")
    guard try exists.first?.decode("present", as: Bool.self) == true else { return 0 }
    let rows = try await database.query(
      "select coalesce(max(version), 0) as version from nucleus.schema_migration")
    return try rows.first?.decode("version", as: Int.self) ?? 0
  }
}
