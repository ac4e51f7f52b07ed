/// Any failure of this client.
///
/// `description` is safe to show and to log: it holds codes and names of the schema, never values, credentials
/// or texts of the server.
public struct PostgresError: Error, Sendable {
  public enum Code: String, Sendable {
    /// The server refused a statement; ``PostgresError/sqlState`` says why.
    case server
    /// No connection came about; ``PostgresError/connectFailure`` says why.
    case connectionFailed
    /// The connection broke, or the server ended it.
    case connectionLost
    /// No connection of the pool became free in time.
    case poolTimeout
    /// A statement took longer than it may.
    case statementTimeout
    /// The calling task was cancelled, or somebody cancelled the statement on the server.
    case cancelled
    /// A result does not have the asked column or type.
    case decoding
    /// The connection or the pool is closed.
    case closed
    /// A setting does not make sense.
    case configuration
    /// A statement cannot be sent: a value with a NUL character, parameters in COPY, …
    case invalidStatement
    /// COMMIT was answered with ROLLBACK, because an earlier statement had failed.
    case rolledBack
    /// The address check of the caller refused the host.
    case addressRefused
  }

  public var code: Code
  public var sqlState: SQLState?
  /// The constraint a statement violates.
  public var constraint: String?
  public var schema: String?
  public var table: String?
  public var column: String?
  public var connectFailure: ConnectFailure?
  /// `nil` outside of transactions and for the statements of a transaction's body.
  public var transactionPhase: TransactionPhase?
  /// Whether the statement, or the transaction whose COMMIT it was, may have taken effect all the same.
  public var isOutcomeUnknown = false
  /// What the server or libpq said, word for word. It may hold values and names of hosts: for the diagnostics of
  /// a source its own owner reads, and for nothing else.
  public var serverMessage: String?
  /// A safe addition to the description.
  var detail: String?
  /// Whether the server refused a prepared statement because the schema changed under it.
  var isStalePlan = false

  public init(_ code: Code, detail: String? = nil) {
    self.code = code
    self.detail = detail
  }

  @usableFromInline
  static func decoding(column: String, problem: String) -> PostgresError {
    var error = PostgresError(.decoding, detail: problem)
    error.column = column
    return error
  }

  /// Whether the same work, begun anew, may succeed. With ``isOutcomeUnknown`` it must bear being done twice.
  public var isRetriable: Bool {
    switch code {
    case .server: isStalePlan || sqlState?.isTransient == true
    case .connectionFailed: connectFailure?.isTransient ?? true
    case .connectionLost, .poolTimeout, .statementTimeout: true
    case .cancelled, .decoding, .closed, .configuration, .invalidStatement, .rolledBack, .addressRefused:
      false
    }
  }
}
