import Domain
import Storage

/// How a session wants its run to end.
enum RunVerdict: Sendable, Equatable {
  case succeeded
  case failed(RunFailure)
  case skipped(SkipReason, text: String)

  var outcome: RunEnd.Outcome {
    switch self {
    case .succeeded: .succeeded
    case .failed(let failure): .failed(code: failure.code, error: failure.message)
    case .skipped(let reason, let text): .skipped(reason, text: text)
    }
  }

  /// The activity that records the end.
  var activity: ActivityName {
    switch self {
    case .succeeded: .markRunCompleted
    case .failed: .markRunFailed
    case .skipped: .markRunSkipped
    }
  }
}
