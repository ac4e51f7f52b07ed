import Contracts
import Postgres

extension Refusal {
  /// What a caller is told of a failed read; nil for failures that are the product's own fault.
  init?(_ error: PostgresError) {
    switch error.code {
    case .connectionFailed, .connectionLost, .poolTimeout, .closed:
      self = .unavailable("the database is away")
    case .statementTimeout:
      self = .timeout("the database did not answer in time")
    case .server where error.isRetriable:
      self = .unavailable("the database cannot answer now")
    default: return nil
    }
  }
}
