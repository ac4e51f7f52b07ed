import Postgres
import Storage
import TestSupport
import Testing

/// Gives the storage suites one migrated database for as long as their tests run.
struct StorageServer: SuiteTrait, TestScoping {
  @TaskLocal static var current: MigratedDatabase?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
  ) async throws {
    try await MigratedDatabase.with(port: 25_880) { database in
      try await Self.$current.withValue(database) { try await body() }
    }
  }
}

extension MigratedDatabase {
  static var ofThisSuite: MigratedDatabase {
    get throws { try #require(StorageServer.current) }
  }
}

/// All suites share the server, and some look at whole tables: one test at a time.
@Suite(.serialized, .timeLimit(.minutes(5)), StorageServer()) struct StorageTests {}
