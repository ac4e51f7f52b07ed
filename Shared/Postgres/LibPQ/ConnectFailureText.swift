/// Reads the reason out of what libpq says when no connection came about.
///
/// The server's own condition stands in the text as `FATAL:  28P01: …`; the rest has no codes, so that its words
/// have to do.
enum ConnectFailureText {
  static func error(for message: String) -> PostgresError {
    var error = PostgresError(.connectionFailed)
    error.sqlState = sqlState(in: message)
    error.connectFailure = error.sqlState.flatMap(reason(for:)) ?? reason(in: message)
    error.serverMessage = readable(message)
    return error
  }

  /// The last code: with several addresses the last attempt tells.
  static func sqlState(in message: String) -> SQLState? {
    var found: SQLState?
    for line in message.split(separator: "\n") {
      for part in line.split(separator: ":") {
        let word = part.drop { $0 == " " }
        guard part.hasPrefix("  "), word.utf8.count == 5,
          word.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) })
        else { continue }
        found = SQLState(rawValue: String(word))
      }
    }
    return found
  }

  private static func reason(for state: SQLState) -> ConnectFailure? {
    switch state {
    case .invalidPassword, .invalidAuthorization, .insufficientPrivilege: .authentication
    case .invalidCatalogName: .databaseMissing
    case .tooManyConnections: .tooManyConnections
    case .cannotConnectNow, .adminShutdown, .crashShutdown: .startingUp
    default: .other
    }
  }

  private static let phrases: [(String, ConnectFailure)] = [
    ("Connection refused", .refused),
    ("No such file or directory", .refused),
    ("No route to host", .unreachable),
    ("Network is unreachable", .unreachable),
    ("Host is unreachable", .unreachable),
    ("timed out", .timedOut),
    ("timeout expired", .timedOut),
    ("invalid response to SSL negotiation", .notPostgres),
    ("expected authentication request", .notPostgres),
    ("received invalid", .notPostgres),
    ("invalid message", .notPostgres),
    ("SSL", .tls),
    ("certificate", .tls),
    ("password", .authentication),
    ("authentication", .authentication),
    ("could not translate host name", .hostNotFound),
    ("server closed the connection", .closedByServer),
    ("Connection reset", .closedByServer),
  ]

  private static func reason(in message: String) -> ConnectFailure {
    // The text of an earlier address must not speak for the last one.
    let lines = message.split(separator: "\n").filter { !$0.hasPrefix("LOCATION:") }
    for line in lines.reversed() {
      if let (_, reason) = phrases.first(where: { line.contains($0.0) }) { return reason }
    }
    return .other
  }

  /// Without the place in the server's source and the code, which ``PostgresError/sqlState`` holds.
  static func readable(_ message: String) -> String {
    message.split(separator: "\n").filter { !$0.hasPrefix("LOCATION:") }.map { line in
      guard let state = sqlState(in: String(line)),
        let range = line.firstRange(of: "  \(state.rawValue): ")
      else { return String(line) }
      return line[..<range.lowerBound] + " " + line[range.upperBound...]
    }.joined(separator: "\n")
  }
}
