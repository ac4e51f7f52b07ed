import Postgres

/// A database that is not there.
struct AbsentDatabase: PostgresExecutor {
  func query(_ sql: SQL, timeout: Duration?) async throws(PostgresError) -> [Row] {
    throw PostgresError(.connectionFailed)
  }

  func execute(_ sql: SQL, timeout: Duration?) async throws(PostgresError) -> Int {
    throw PostgresError(.connectionFailed)
  }
}
