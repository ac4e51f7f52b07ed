import AMQP
import Foundation
import Logging
import Postgres

extension Platform {
  /// Logins that the platform has made.
  enum Login: String, CaseIterable, Sendable {
    case owner = "nucleus"
    case gateway = "nucleus_gateway"
    case scheduler = "nucleus_scheduler"
    case executor = "nucleus_executor"
  }

  func secret(_ name: String) throws -> String {
    try String(contentsOf: home.appending(path: "secrets/\(name)"), encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  // MARK: Database

  func databaseConfiguration(
    database: String = "nucleus", as login: Login = .owner
  ) throws -> PostgresConfiguration {
    PostgresConfiguration(
      host: "127.0.0.1", port: try port(of: .postgres), database: database, username: login.rawValue,
      password: try secret("postgres-\(login.rawValue)"), tls: .disable)
  }

  /// Runs `body` with a connection of its own.
  func withDatabase<R: Sendable>(
    _ database: String = "nucleus", as login: Login = .owner, _ body: (PostgresConnection) async throws -> R
  ) async throws -> R {
    let connection = try await PostgresConnection.connect(
      databaseConfiguration(database: database, as: login), on: thread, logger: Logger(label: "end-to-end"))
    do {
      let result = try await body(connection)
      await connection.close()
      return result
    } catch {
      await connection.close()
      throw error
    }
  }

  func rows(_ sql: SQL) async throws -> [Row] { try await withDatabase { try await $0.query(sql) } }

  /// The first column of the first row.
  func number(_ sql: SQL) async throws -> Int {
    guard let row = try await rows(sql).first else { throw PlatformError("no row: \(sql.text)") }
    return try row.decode(at: 0, as: Int.self)
  }

  /// Makes a database of another owner in the platform's server, as a source for endpoints.
  func makeSource(_ name: String, password: String, _ script: String) async throws {
    try await withDatabase("postgres") { connection in
      let literal = "'" + password.replacing("'", with: "''") + "'"
      try await connection.execute("create role \(identifier: name) login password \(unescaped: literal)")
      try await connection.execute("create database \(identifier: name) owner \(identifier: name)")
    }
    try await withDatabase(name) { connection in
      try await connection.executeScript("set role \"\(name)\"; \(script)")
    }
  }

  // MARK: Broker

  func brokerConfiguration(as login: Login = .owner) throws -> AMQPConfiguration {
    AMQPConfiguration(
      host: "127.0.0.1", port: try port(of: .rabbitmq), virtualHost: "nucleus", username: login.rawValue,
      password: try secret("rabbitmq-\(login.rawValue)"))
  }

  /// Runs `body` with a connected client.
  func withBroker<R: Sendable>(
    as login: Login = .owner, topology: AMQPTopology = .empty, _ body: (AMQPClient) async throws -> R
  ) async throws -> R {
    let client = AMQPClient(
      configuration: try brokerConfiguration(as: login), topology: topology,
      logger: Logger(label: "end-to-end"))
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await client.run() }
      defer { group.cancelAll() }
      try await client.waitUntilConnected()
      return try await body(client)
    }
  }

  /// Runs `rabbitmqctl` on the platform's node.
  @discardableResult
  func control(_ arguments: String...) async throws -> String {
    let folder = home.appending(path: "rabbitmq")
    let node = try String(contentsOf: folder.appending(path: "node"), encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let epmd = try String(contentsOf: home.appending(path: "ports/epmd"), encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let outcome = try await Command(
      program: "/usr/lib/rabbitmq/bin/rabbitmqctl", arguments: ["--quiet", "--node", node] + arguments,
      environment: [
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": folder.path,
        "ERL_EPMD_PORT": epmd,
        "RABBITMQ_CONF_ENV_FILE": folder.appending(path: "empty.conf").path,
      ]
    ).run()
    guard outcome.status == 0 else {
      throw PlatformError(
        "rabbitmqctl \(arguments) ended with \(outcome.status): \(outcome.output)\(outcome.errors)")
    }
    return outcome.output
  }
}
