import APIGateway
import Postgres

/// A database that is not there.
struct AbsentDatabase: SnapshotDatabase {
  func snapshot<Answer: Sendable>(
    _ body: (any PostgresExecutor) async throws -> Answer
  ) async throws -> Answer { throw PostgresError(.connectionFailed) }

  func query(_ sql: SQL, timeout: Duration?) async throws(PostgresError) -> [Row] {
    throw PostgresError(.connectionFailed)
  }

  func execute(_ sql: SQL, timeout: Duration?) async throws(PostgresError) -> Int {
    throw PostgresError(.connectionFailed)
  }
}
