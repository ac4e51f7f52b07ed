/// The states of a run (A4).
///
/// `QUEUED` can become `RUNNING`, `SKIPPED` or `FAILED`; `RUNNING` can become `RUNNING` again under a new lease,
/// `SUCCEEDED`, `FAILED` or `SKIPPED`. The last three are final.
public enum RunStatus: String, Sendable, Codable, CaseIterable {
  case queued = "QUEUED"
  case running = "RUNNING"
  case succeeded = "SUCCEEDED"
  case failed = "FAILED"
  case skipped = "SKIPPED"

  public var isTerminal: Bool { self == .succeeded || self == .failed || self == .skipped }

  /// Whether a run may go from one state to another; nil is the state before the row exists.
  public static func allows(_ from: RunStatus?, _ to: RunStatus) -> Bool {
    switch (from, to) {
    case (nil, .queued), (nil, .skipped): true
    case (.queued, .running), (.queued, .skipped), (.queued, .failed): true
    case (.running, .running), (.running, .succeeded), (.running, .failed), (.running, .skipped): true
    default: false
    }
  }
}
