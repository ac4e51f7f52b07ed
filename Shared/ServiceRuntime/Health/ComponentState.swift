/// Whether a part of the process can do its work.
public enum ComponentState: Sendable {
  case ready
  /// The reason is a constant, so that no address or secret can slip into the answer.
  case notReady(StaticString)

  var isReady: Bool {
    if case .ready = self { true } else { false }
  }

  var text: String {
    switch self {
    case .ready: "ready"
    case .notReady(let reason): "\(reason)"
    }
  }
}
