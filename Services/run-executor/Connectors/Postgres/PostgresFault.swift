import Domain

/// What went wrong with a source, in terms of what its operator can do about it.
struct PostgresFault: Error, Sendable, Equatable {
  let kind: PostgresFaultKind
  /// Sanitised: safe to store and show.
  let message: String

  /// As a run ends with it.
  var runFailure: RunFailure {
    let (code, retryClass) = kind.outcome
    return RunFailure(code: code, message: message, retryClass: retryClass, field: kind.field)
  }

  /// As a connection test answers it.
  var diagnostic: ConnectionDiagnosis.Diagnostic {
    // What was refused before anything was tried is no failed test.
    let code = kind == .addressRefused || kind == .malformedHost ? kind.outcome.code : "E_CONN_TEST_FAILED"
    return ConnectionDiagnosis.Diagnostic(
      level: .error, code: code, message: message, hint: kind.hint, field: kind.field)
  }
}
