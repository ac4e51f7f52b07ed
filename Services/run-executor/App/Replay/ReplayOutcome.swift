import Domain

/// How a replayed run would end.
public enum ReplayOutcome: Sendable, Equatable {
  case succeeded
  case failed(code: String, error: String)
  case skipped(reason: String)

  init(_ verdict: RunVerdict) {
    self =
      switch verdict {
      case .succeeded: .succeeded
      case .failed(let failure): .failed(code: failure.code, error: failure.message)
      case .skipped(let reason, let text): .skipped(reason: reason.reason(text))
      }
  }

  var words: String {
    switch self {
    case .succeeded: "SUCCEEDED"
    case .failed(let code, let error): "FAILED \(code): \(error)"
    case .skipped(let reason): "SKIPPED \(reason)"
    }
  }
}
