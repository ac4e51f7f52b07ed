import Postgres
import ServiceRuntime

/// Tells errors of the database that pass from those that a repetition would meet again.
enum StorageFailure {
  static func isPassing(_ error: any Error) -> Bool {
    switch error {
    case let error as PostgresError:
      error.isRetriable || error.isOutcomeUnknown || error.code == .statementTimeout
        || error.code == .cancelled
    case let error as CoalescerError: error.code == .overloaded
    case is CancellationError: true
    default: false
    }
  }
}
