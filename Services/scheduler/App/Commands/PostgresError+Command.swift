import Postgres

/// What a command does about a failing transaction.
enum TransactionFailure: Sendable, Equatable {
  /// The same work at once again: it begins by claiming the command, so a commit whose answer was lost is
  /// found.
  case tryAgain
  /// Nobody can say when it will work: the caller is told.
  case unavailable
  /// Something that should not happen.
  case broken
}

extension PostgresError {
  var transactionFailure: TransactionFailure {
    switch code {
    case .connectionFailed, .poolTimeout, .statementTimeout, .cancelled, .closed:
      return isOutcomeUnknown ? .tryAgain : .unavailable
    case .server where sqlState == .uniqueViolation: return .tryAgain
    default: return isRetriable || isOutcomeUnknown ? .tryAgain : .broken
    }
  }
}
