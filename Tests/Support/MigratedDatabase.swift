import Logging
import Postgres
import Storage
import ThreadActor

/// A private server with Nucleus's schema in it and a login for each service's role.
public struct MigratedDatabase: Sendable {
  public let server: PrivateDatabase

  /// Who connects.
  public enum Role: String, CaseIterable, Sendable {
    case owner = "postgres"
    case gateway = "nucleus_gateway"
    case scheduler = "nucleus_scheduler"
    case executor = "nucleus_executor"
  }

  public static let databaseName = "nucleus"

  /// Starts a server, makes the roles and applies all migrations.
  public static func start(port: Int) async throws -> MigratedDatabase {
    let server = try await PrivateDatabase.start(port: port)
    let database = MigratedDatabase(server: server)
    try await server.createDatabase(databaseName)
    for role in Role.allCases where role != .owner {
      try await server.run("create role \(role.rawValue) login password '\(server.password)'")
    }
    let owner = try await database.connect(as: .owner)
    _ = try await Migrator(try Migration.bundled()).migrate(owner)
    await owner.close()
    return database
  }

  /// Starts one for `body` and removes it afterwards.
  public static func with<R: Sendable>(
    port: Int, _ body: (MigratedDatabase) async throws -> R
  ) async throws -> R {
    let database = try await start(port: port)
    do {
      let result = try await body(database)
      await database.server.remove()
      return result
    } catch {
      await database.server.remove()
      throw error
    }
  }

  public func url(_ role: Role) -> String { server.url(database: Self.databaseName, user: role.rawValue) }

  public func configuration(_ role: Role) -> PostgresConfiguration {
    PostgresConfiguration(
      host: server.host, port: server.port, database: Self.databaseName, username: role.rawValue,
      password: server.password, tls: .disable)
  }

  public func connect(as role: Role) async throws -> PostgresConnection {
    try await PostgresConnection.connect(
      configuration(role), on: PollingThread(name: "test"), logger: Logger(label: "test"))
  }

  /// Runs `body` with a pool of the role's connections.
  public func withPool<R: Sendable>(
    as role: Role, size: Int = 8, _ body: (PostgresPool) async throws -> R
  ) async throws -> R {
    let pool = PostgresPool(configuration: configuration(role), size: size, logger: Logger(label: "test"))
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await pool.run() }
      defer { group.cancelAll() }
      return try await body(pool)
    }
  }
}
