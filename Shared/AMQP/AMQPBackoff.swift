/// Growing, jittered pauses between attempts: each is drawn from the upper half of a doubling range.
public struct AMQPBackoff: Sendable, Hashable {
  /// The range of the first pause.
  public var minimum: Duration
  /// No pause is longer.
  public var maximum: Duration

  public init(minimum: Duration = .milliseconds(100), maximum: Duration = .seconds(5)) {
    self.minimum = minimum
    self.maximum = maximum
  }

  /// The pause after `attempt` failures in a row.
  /// - Parameters:
  ///   - attempt: from 1.
  ///   - jitter: from 0 to 1; a random number outside of tests.
  func pause(afterAttempt attempt: Int, jitter: Double) -> Duration {
    let doublings = min(max(attempt, 1) - 1, 30)
    let ceiling = min(minimum * (1 << doublings), maximum)
    return ceiling * (0.5 + 0.5 * min(max(jitter, 0), 1))
  }
}
