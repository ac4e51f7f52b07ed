import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// The gateway's view of the database: reads alone, with failures in the words of the API.
public struct DatabaseReader: Sendable {
  private let database: any SnapshotDatabase
  private let isAvailable: @Sendable () -> Bool

  /// - Parameter isAvailable: asked before each read, so that a lost database is told at once.
  public init(_ database: any SnapshotDatabase, isAvailable: @escaping @Sendable () -> Bool) {
    self.database = database
    self.isAvailable = isAvailable
  }

  public init(_ pool: PostgresPool) { self.init(pool) { pool.isHealthy } }

  /// Whether a read has a chance now.
  var isHealthy: Bool { isAvailable() }

  /// - Throws: a ``Refusal`` where the caller can do something about it.
  func read<Answer: Sendable>(
    _ body: (any PostgresExecutor) async throws -> Answer
  ) async throws -> Answer {
    try await translated { try await body(database) }
  }

  /// Several reads of one moment, on one connection.
  /// - Throws: as ``read(_:)``.
  func snapshot<Answer: Sendable>(
    _ body: (any PostgresExecutor) async throws -> Answer
  ) async throws -> Answer {
    try await translated { try await database.snapshot(body) }
  }

  private func translated<Answer: Sendable>(_ body: () async throws -> Answer) async throws -> Answer {
    guard isAvailable() else { throw Refusal.unavailable("the database is away") }
    do {
      return try await body()
    } catch let error as PostgresError {
      if error.code == .cancelled { throw CancellationError() }
      guard let refusal = Refusal(error) else { throw error }
      throw refusal
    } catch is UnknownCursor {
      throw Refusal.invalid("after", "no row of this list has that id")
    }
  }

  /// What API keys are checked against.
  @Sendable func credentials(_ ids: [UUID]) async throws -> [UUID: APIKeyCredential] {
    try await read { try await APIKeyQueries.credentials(ids, in: $0) }
  }
}
