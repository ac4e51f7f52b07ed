import APIGateway
import Postgres
import Synchronization

/// Counts the statements that a gateway sends, and keeps their texts.
final class CountingDatabase: SnapshotDatabase {
  private let database: PostgresPool
  private let texts = Mutex<[String]>([])

  init(_ database: PostgresPool) { self.database = database }

  /// The statements since this was last asked.
  func takeCount() -> Int { takeTexts().count }

  /// The texts of the statements since this was last asked.
  func takeTexts() -> [String] {
    texts.withLock { texts in
      defer { texts = [] }
      return texts
    }
  }

  func query(_ sql: SQL, timeout: Duration?) async throws(PostgresError) -> [Row] {
    texts.withLock { $0.append(sql.text) }
    return try await database.query(sql, timeout: timeout)
  }

  func snapshot<Answer: Sendable>(
    _ body: (any PostgresExecutor) async throws -> Answer
  ) async throws -> Answer { try await database.snapshot(body) }

  func execute(_ sql: SQL, timeout: Duration?) async throws(PostgresError) -> Int {
    texts.withLock { $0.append(sql.text) }
    return try await database.execute(sql, timeout: timeout)
  }
}
