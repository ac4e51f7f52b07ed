/// What a connection can be asked to run.
enum StatementRequest: Sendable {
  /// One statement, with its values.
  case bound(SQL)
  /// Any number of statements, without values.
  case script(String)
  /// BEGIN, COMMIT or ROLLBACK.
  case control(String)

  var text: String {
    switch self {
    case .bound(let sql): sql.text
    case .script(let text), .control(let text): text
    }
  }

  var isControl: Bool {
    if case .control = self { return true }
    return false
  }

  var isCommit: Bool {
    if case .control("COMMIT") = self { return true }
    return false
  }
}
