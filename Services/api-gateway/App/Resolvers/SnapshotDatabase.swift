import Postgres

/// A database that several statements can see at one moment.
public protocol SnapshotDatabase: PostgresExecutor {
  /// Does reads that all see the same state.
  func snapshot<Answer: Sendable>(
    _ body: (any PostgresExecutor) async throws -> Answer
  ) async throws -> Answer
}

extension PostgresPool: SnapshotDatabase {
  public func snapshot<Answer: Sendable>(
    _ body: (any PostgresExecutor) async throws -> Answer
  ) async throws -> Answer {
    try await transaction(isolation: .repeatableRead, readOnly: true) { try await body($0) }
  }
}
