import Domain
import Foundation
import Postgres

/// Runs the transactions of commands, again where a race or a lost connection broke them.
///
/// The body has to begin with claiming its commands in the command log: so it finds out by itself whether a
/// former try has committed.
struct CommandTransactions: Sendable {
  let database: PostgresPool

  static let attempts = 6
  /// How long the fate of a commit is looked for while the database is away.
  static let searchTime = Duration.milliseconds(1_500)
  private static let backoff = Backoff(initial: .milliseconds(20), cap: .milliseconds(400), jitter: 0.5)

  func run<Result: Sendable>(
    _ body: @Sendable (PostgresConnection) async throws -> Result
  ) async throws -> Result {
    var attempt = 1
    var searchEnd: ContinuousClock.Instant?
    while true {
      do {
        return try await database.transaction(body)
      } catch let error as PostgresError {
        if error.isOutcomeUnknown, searchEnd == nil { searchEnd = .now + Self.searchTime }
        guard isWorthAnotherTry(error, attempt: attempt, searchEnd: searchEnd) else { throw error }
        try await Task.sleep(for: Self.backoff.delay(beforeRetry: attempt))
        attempt += 1
      }
    }
  }

  private func isWorthAnotherTry(
    _ error: PostgresError, attempt: Int, searchEnd: ContinuousClock.Instant?
  ) -> Bool {
    switch error.transactionFailure {
    case .tryAgain: attempt < Self.attempts
    case .unavailable: searchEnd.map { .now < $0 } ?? false
    case .broken: false
    }
  }
}
