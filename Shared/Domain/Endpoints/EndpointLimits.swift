import JSON

/// The limits of one endpoint, read from `config.parameters.limits`.
public struct EndpointLimits: Sendable, Equatable {
  /// Runs of this endpoint at once, 1…64.
  public var maxConcurrentRuns = 1
  /// Requests to the source per second, 0.01…10,000; nil: no limit.
  public var requestsPerSecond: Double?
  /// The longest a run may take, 1…86,400 seconds.
  public var runTimeoutSeconds = 600
  public var breaker = BreakerLimits()
  /// The part of its live datasets that one collection may mark stale without asking, 0…1.
  public var staleThreshold = 0.5

  public init() {}

  /// Reads what ``EndpointConfigValidation`` has let through; anything out of range falls back to the default.
  public init(parameters: JSONValue) {
    guard let limits = parameters["limits"]?.objectValue else { return }
    if let runs = limits["maxConcurrentRuns"]?.intValue, Self.concurrencyRange.contains(runs) {
      maxConcurrentRuns = Int(runs)
    }
    if let rate = limits["requestsPerSecond"]?.doubleValue, Self.rateRange.contains(rate) {
      requestsPerSecond = rate
    }
    if let timeout = limits["runTimeoutSeconds"]?.intValue, Self.timeoutRange.contains(timeout) {
      runTimeoutSeconds = Int(timeout)
    }
    if let failures = limits["breaker"]?["failures"]?.intValue, BreakerLimits.failuresRange.contains(failures)
    {
      breaker.failures = Int(failures)
    }
    if let seconds = limits["breaker"]?["openSeconds"]?.intValue, BreakerLimits.openRange.contains(seconds) {
      breaker.openSeconds = Int(seconds)
    }
    if let threshold = limits["staleThreshold"]?.doubleValue, Self.thresholdRange.contains(threshold) {
      staleThreshold = threshold
    }
  }

  public static let concurrencyRange: ClosedRange<Int64> = 1...64
  /// At the lowest one request goes out in 100 seconds.
  public static let rateRange: ClosedRange<Double> = 0.01...10_000
  public static let timeoutRange: ClosedRange<Int64> = 1...86_400
  public static let thresholdRange = 0.0...1.0
}
