import CrashPoints
import Domain
import Foundation
import Logging
import Postgres
import ServiceRuntime
import Storage

/// Writes the ends of runs: results and terminal state in one transaction (R4), many runs in one of them.
///
/// Ordinary ends share transactions. A large catalog has one of its own on another lane, so that it holds up
/// nobody else.
final class RunEndWriter: Sendable {
  /// Datasets from which on a catalog is large.
  static let largeCatalog = 200
  private static let batchSize = 128
  private static let lanes = 2
  /// A transaction that takes longer waits for a lock, or writes a larger catalog.
  private static let patience = Duration.milliseconds(25)
  private static let largeLanes = 3

  private let ordinary: Coalescer<RunEndDraft, Bool>
  private let large: Coalescer<RunEndDraft, Bool>

  /// - Parameter afterCommit: called when messages may wait in the outbox.
  init(database: PostgresPool, logger: Logger, afterCommit: @escaping @Sendable () -> Void) {
    let transaction = RunEndTransaction(database: database, logger: logger, afterCommit: afterCommit)
    ordinary = Coalescer(maxBatchSize: Self.batchSize, maxInFlight: Self.lanes, patience: Self.patience) {
      drafts in
      await transaction.write(drafts)
    }
    large = Coalescer(maxBatchSize: 1, maxInFlight: Self.largeLanes) { drafts in
      await transaction.write(drafts)
    }
  }

  /// Stores the end. A run that is no longer the caller's is left as it is, which is no error.
  /// - Returns: whether it was the caller's.
  func write(_ draft: RunEndDraft) async throws -> Bool {
    let isLarge = (draft.catalog?.datasets.count ?? 0) >= Self.largeCatalog
    return try await (isLarge ? large : ordinary).submit(draft)
  }
}
