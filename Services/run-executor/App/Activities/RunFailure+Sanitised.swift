import Domain

extension RunFailure {
  /// The failure as it may be stored and logged: the source's words without secrets.
  func sanitised(knowing credentials: [String: String]) -> RunFailure {
    var failure = self
    failure.message = Redactor(secrets: credentials.values).sanitise(message)
    return failure
  }
}
