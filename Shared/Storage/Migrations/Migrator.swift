import Postgres

/// Applies the migrations that a database lacks: all in one transaction, one migrator at a time.
public struct Migrator: Sendable {
  /// What a migration did.
  public struct Report: Sendable, Equatable {
    public var applied: [Int]
    public var version: Int
  }

  /// The roles that the grants name.
  public static let serviceRoles = ["nucleus_gateway", "nucleus_scheduler", "nucleus_executor"]

  /// Names the migrators' lock among the advisory locks of a database.
  private static let lockKey = 6_427_103

  private let migrations: [Migration]

  public init(_ migrations: [Migration]) { self.migrations = migrations }

  /// - Parameter connection: of a role that owns the database.
  /// - Throws: ``MigrationError``, or `PostgresError` with nothing applied.
  public func migrate(_ connection: PostgresConnection) async throws -> Report {
    try await createMissingRoles(connection)
    return try await connection.transaction { connection in
      try await connection.executeScript(
        """
        -- Creating what may exist is no atomic step: a second migrator waits here before it looks.
        select pg_advisory_xact_lock(\(Self.lockKey));
        create schema if not exists nucleus;
        create table if not exists nucleus.schema_migration (
          version    integer primary key,
          name       text not null,
          checksum   text not null,
          applied_at timestamptz not null default clock_timestamp()
        );
        """)
      let pending = try self.pending(applied: try await Self.applied(connection))
      for migration in pending {
        try await connection.executeScript(migration.script)
        try await connection.execute(
          """
          insert into nucleus.schema_migration (version, name, checksum)
          values (\(migration.version), \(migration.name), \(migration.checksum))
          """)
      }
      return Report(applied: pending.map(\.version), version: self.migrations.last?.version ?? 0)
    }
  }

  /// The steps still to be taken, after a check that the taken ones are those of this release.
  func pending(applied: [Int: String]) throws(MigrationError) -> [Migration] {
    for version in applied.keys where !migrations.contains(where: { $0.version == version }) {
      throw MigrationError(kind: .unknown(version: version))
    }
    for migration in migrations {
      if let checksum = applied[migration.version], checksum != migration.checksum {
        throw MigrationError(kind: .changed(version: migration.version))
      }
    }
    return migrations.filter { applied[$0.version] == nil }
  }

  private static func applied(_ connection: PostgresConnection) async throws -> [Int: String] {
    let rows = try await connection.query("select version, checksum from nucleus.schema_migration")
    return try Dictionary(
      uniqueKeysWithValues: rows.map { (try $0.decode("version", as: Int.self), try $0.decode("checksum")) })
  }

  private func createMissingRoles(_ connection: PostgresConnection) async throws {
    let rows = try await connection.query(
      "select rolname::text from pg_catalog.pg_roles where rolname = any(\(Self.serviceRoles))")
    let present = try Set(rows.map { try $0.decode("rolname", as: String.self) })
    for role in Self.serviceRoles where !present.contains(role) {
      try await create(role, connection)
    }
  }

  private func create(_ role: String, _ connection: PostgresConnection) async throws {
    do {
      try await connection.execute("create role \(identifier: role) login")
    } catch {
      guard error.sqlState == .insufficientPrivilege else { throw error }
      throw MigrationError(kind: .missingRole(role))
    }
  }
}
