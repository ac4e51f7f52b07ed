/// When the breaker of an endpoint opens and for how long: `limits.breaker` of its parameters.
public struct BreakerLimits: Sendable, Hashable {
  /// Failed runs in a row that open it, 1…1,000.
  public var failures = 5
  /// How long no run is let through, 1…86,400 seconds.
  public var openSeconds = 30

  public init() {}

  public init(failures: Int, openSeconds: Int) {
    self.failures = failures
    self.openSeconds = openSeconds
  }

  public static let failuresRange: ClosedRange<Int64> = 1...1_000
  public static let openRange: ClosedRange<Int64> = 1...86_400
}
