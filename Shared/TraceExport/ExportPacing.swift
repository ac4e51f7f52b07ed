/// When a batch is tried again, and when it is given up: what decides about one batch at a time.
struct ExportPacing: Sendable, Equatable {
  enum Decision: Sendable, Equatable {
    case done
    case retry(after: Duration)
    case giveUp(Reason)
  }

  enum Reason: String, Sendable {
    case refused, unreachable
  }

  static let attempts = 5
  static let firstPause = Duration.seconds(1)
  static let longestPause = Duration.seconds(30)

  private(set) var failures = 0

  /// Takes note of a try.
  mutating func decide(_ outcome: ExportOutcome) -> Decision {
    switch outcome {
    case .delivered:
      failures = 0
      return .done
    case .refused:
      failures = 0
      return .giveUp(.refused)
    case .unavailable(let wish):
      failures += 1
      guard failures < Self.attempts else {
        failures = 0
        return .giveUp(.unreachable)
      }
      let own = min(Self.firstPause * (1 << (failures - 1)), Self.longestPause)
      return .retry(after: max(own, wish ?? .zero))
    }
  }
}
