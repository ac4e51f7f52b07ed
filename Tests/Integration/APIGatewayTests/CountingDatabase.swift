import Postgres
import Synchronization

/// Counts the statements that a gateway sends.
final class CountingDatabase: PostgresExecutor {
  private let database: PostgresPool
  private let counter = Mutex(0)

  init(_ database: PostgresPool) { self.database = database }

  /// The statements since this was last asked.
  func takeCount() -> Int {
    counter.withLock { count in
      defer { count = 0 }
      return count
    }
  }

  func query(_ sql: SQL, timeout: Duration?) async throws(PostgresError) -> [Row] {
    counter.withLock { $0 += 1 }
    return try await database.query(sql, timeout: timeout)
  }

  func execute(_ sql: SQL, timeout: Duration?) async throws(PostgresError) -> Int {
    counter.withLock { $0 += 1 }
    return try await database.execute(sql, timeout: timeout)
  }
}
