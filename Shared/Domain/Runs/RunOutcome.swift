/// How a run can end.
public enum RunOutcome: String, Sendable, Codable, CaseIterable {
  case succeeded = "SUCCEEDED"
  case failed = "FAILED"
  case skipped = "SKIPPED"

  /// Nil for a run that has not ended.
  public init?(_ status: RunStatus) { self.init(rawValue: status.rawValue) }
}
