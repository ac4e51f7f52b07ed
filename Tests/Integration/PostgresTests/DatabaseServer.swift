import Foundation
import Logging
import Postgres
import TestSupport
import Testing
import ThreadActor

/// Gives a suite a server of its own for as long as its tests run.
struct DatabaseServer: SuiteTrait, TestScoping {
  @TaskLocal static var current: PrivateDatabase?

  let port: Int
  var tls = false

  func provideScope(
    for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
  ) async throws {
    try await PrivateDatabase.with(port: port, tls: tls) { database in
      try await Self.$current.withValue(database) { try await body() }
    }
  }
}

extension Trait where Self == DatabaseServer {
  static func databaseServer(port: Int, tls: Bool = false) -> DatabaseServer {
    DatabaseServer(port: port, tls: tls)
  }
}

extension PrivateDatabase {
  static var ofThisSuite: PrivateDatabase {
    get throws { try #require(DatabaseServer.current) }
  }

  var configuration: PostgresConfiguration {
    var configuration = PostgresConfiguration(
      host: host, port: port, database: "postgres", username: superuser, password: password, tls: .disable)
    // On a busy machine a cancelled statement must not cost the connection that a test goes on to use.
    configuration.cancelGrace = .seconds(20)
    return configuration
  }

  func connect(
    _ change: (inout PostgresConfiguration) -> Void = { _ in }
  ) async throws -> PostgresConnection {
    var configuration = configuration
    change(&configuration)
    return try await PostgresConnection.connect(configuration, on: TestThread.shared, logger: .silent)
  }

  /// Runs a pool for `body`.
  func withPool<R: Sendable>(
    size: Int = 4, acquireTimeout: Duration = .seconds(20),
    _ change: (inout PostgresConfiguration) -> Void = { _ in },
    _ body: (PostgresPool) async throws -> R
  ) async throws -> R {
    var configuration = configuration
    change(&configuration)
    let pool = PostgresPool(
      configuration: configuration, size: size, acquireTimeout: acquireTimeout, thread: TestThread.shared,
      logger: .silent)
    async let _ = pool.run()
    let result = try await body(pool)
    return result
  }
}

/// All connections of the tests live on one thread, as those of a process do.
enum TestThread {
  static let shared = PollingThread(name: "tests")
}

extension Logger {
  static var silent: Logger { Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() } }
}

/// Returns once `condition` holds.
func eventually(
  within limit: Duration = .seconds(10), _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation,
  _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + limit
  while try await !condition() {
    try #require(ContinuousClock.now < deadline, what, sourceLocation: sourceLocation)
    try await Task.sleep(for: .milliseconds(5))
  }
}

/// The error `body` fails with.
func failure<R>(
  sourceLocation: SourceLocation = #_sourceLocation, of body: () async throws -> R
) async throws -> PostgresError {
  let error = await #expect(throws: PostgresError.self, sourceLocation: sourceLocation) {
    _ = try await body()
  }
  return try #require(error, sourceLocation: sourceLocation)
}
