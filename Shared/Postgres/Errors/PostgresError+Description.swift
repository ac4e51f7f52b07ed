extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String {
    var text = summary
    if let sqlState { text += " (\(sqlState.rawValue))" }
    if let connectFailure { text += ": \(connectFailure.rawValue)" }
    if let transactionPhase { text += ", at \(transactionPhase.rawValue)" }
    if let table { text += ", table \(table)" }
    if let column { text += ", column \(column)" }
    if let constraint { text += ", constraint \(constraint)" }
    if let detail { text += ": \(detail)" }
    if isOutcomeUnknown { text += "; its outcome is unknown" }
    return text
  }

  private var summary: String {
    switch code {
    case .server: "the database refused the statement"
    case .connectionFailed: "the database could not be reached"
    case .connectionLost: "the connection to the database was lost"
    case .poolTimeout: "no database connection became free in time"
    case .statementTimeout: "the statement took too long"
    case .cancelled: "the statement was cancelled"
    case .decoding: "the result is not as expected"
    case .closed: "the database connection is closed"
    case .configuration: "the database configuration is invalid"
    case .invalidStatement: "the statement cannot be sent"
    case .rolledBack: "the transaction was rolled back"
    case .addressRefused: "the address of the database is not allowed"
    }
  }

  public var debugDescription: String { description }

  /// Without this, dumping or interpolating an enclosing value would spill the server's message.
  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
