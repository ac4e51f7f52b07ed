import Metrics

/// How long the broker takes to confirm, and what it does not confirm.
struct PublishMetrics: Sendable {
  private static let unconfirmed = "nucleus.broker.unconfirmed"

  private let confirm = Timer(label: "nucleus.broker.confirm")
  private let timedOut = Counter(label: unconfirmed, dimensions: [("reason", "timeout")])
  private let unroutable = Counter(label: unconfirmed, dimensions: [("reason", "unroutable")])
  private let refused = Counter(label: unconfirmed, dimensions: [("reason", "nacked")])
  private let lost = Counter(label: unconfirmed, dimensions: [("reason", "lost")])
  private let other = Counter(label: unconfirmed, dimensions: [("reason", "other")])

  /// - Parameter results: of what was published together.
  func record(_ results: [Result<Void, AMQPError>], since start: ContinuousClock.Instant) {
    var isConfirmed = false
    for result in results {
      switch result {
      case .success: isConfirmed = true
      case .failure(let error): count(error.code)
      }
    }
    guard isConfirmed else { return }
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    confirm.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  private func count(_ code: AMQPError.Code) {
    switch code {
    case .timedOut: timedOut.increment()
    case .unroutable: unroutable.increment()
    case .nacked: refused.increment()
    case .connectionLost: lost.increment()
    default: other.increment()
    }
  }
}
