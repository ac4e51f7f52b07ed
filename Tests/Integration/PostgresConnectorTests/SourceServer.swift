import Connectors
import Domain
import Foundation
import JSON
import Logging
import Postgres
import TestSupport
import Testing
import ThreadActor

/// Gives a suite a source of its own for as long as its tests run.
struct SourceServer: SuiteTrait, TestScoping {
  @TaskLocal static var current: PrivateDatabase?

  let port: Int
  var tls = false
  var settings: [String: String] = [:]
  /// Run once, as the superuser, before the first test.
  var preparation: [String] = []

  func provideScope(
    for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
  ) async throws {
    // Nothing is to be counted or analysed but by the tests.
    let settings = settings.merging(["autovacuum": "off"]) { given, _ in given }
    try await PrivateDatabase.with(port: port, tls: tls, settings: settings) { database in
      for statement in preparation { try await database.run(statement) }
      try await Self.$current.withValue(database) { try await body() }
    }
  }
}

extension Trait where Self == SourceServer {
  static func source(
    port: Int, tls: Bool = false, settings: [String: String] = [:], _ preparation: String...
  ) -> SourceServer {
    SourceServer(port: port, tls: tls, settings: settings, preparation: preparation)
  }
}

/// All connections of the tests live on one thread, as those of a process do.
enum TestThread {
  static let shared = PollingThread(name: "tests")
}

extension Logger {
  static var silent: Logger { Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() } }
}

extension PostgresConnector {
  static var tested: PostgresConnector { PostgresConnector(thread: TestThread.shared, logger: .silent) }
}

extension PrivateDatabase {
  static var ofThisSuite: PrivateDatabase {
    get throws { try #require(SourceServer.current) }
  }

  /// How an operator would describe this server.
  func source(
    _ changes: JSONObject = [:], password: String? = nil, privateNetworks: Bool = true
  ) -> ConnectorConnection {
    let parameters: JSONObject = [
      "host": .string(host), "port": .int(Int64(port)), "database": "postgres",
      "username": .string(superuser),
    ]
    return ConnectorConnection(
      parameters: .object(parameters.merging(changes) { _, new in new }),
      credentials: ["password": password ?? self.password],
      addressPolicy: AddressPolicy(allowsPrivateNetworks: privateNetworks))
  }

  func job(
    _ changes: JSONObject = [:], schemas: [String]? = nil, filters: JSONValue? = nil
  ) -> CollectJob {
    CollectJob(connection: source(changes), filters: filters, schemas: schemas, runID: UUID())
  }

  /// Another session of the superuser.
  func session() async throws -> PostgresConnection {
    try await PostgresConnection.connect(
      PostgresConfiguration(
        host: host, port: port, database: "postgres", username: superuser, password: password, tls: .disable),
      on: TestThread.shared, logger: .silent)
  }
}

extension PostgresConnection {
  /// How many statements of connectors run, or wait for a lock, right now.
  func collecting(waitingForLock: Bool = false) async throws -> Int {
    let rows = try await query(
      """
      select count(*) as n from pg_stat_activity
      where application_name = 'nucleus-collector' and state = 'active'
        and (not \(waitingForLock) or wait_event_type = 'Lock')
      """)
    return try #require(rows.first).decode("n")
  }
}

/// Returns once `condition` holds.
func eventually(
  within limit: Duration = .seconds(15), _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation,
  _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + limit
  while try await !condition() {
    try #require(ContinuousClock.now < deadline, what, sourceLocation: sourceLocation)
    try await Task.sleep(for: .milliseconds(10))
  }
}

/// The failure that `body` throws.
func caught<R>(
  sourceLocation: SourceLocation = #_sourceLocation, of body: () async throws -> R
) async throws -> RunFailure {
  let error = await #expect(throws: RunFailure.self, sourceLocation: sourceLocation) { _ = try await body() }
  return try #require(error, sourceLocation: sourceLocation)
}
