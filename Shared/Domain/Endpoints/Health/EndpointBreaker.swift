import Foundation

/// How an endpoint is doing, and whether runs are let through to it (A17): the rules as a value.
///
/// Closed, it lets everything through and counts runs in a row that failed because of the source. As many of them
/// as the limits allow open it: runs are refused until a time. From then on it is half-open: one run, the probe,
/// is let through, and its end decides. A probe that ends in another way, or never, is followed by the next one.
///
/// Times are the database's.
public struct EndpointBreaker: Sendable, Equatable {
  /// The one run that tries whether the source is back.
  public struct Probe: Sendable, Equatable {
    public var runID: UUID
    /// From then on only its lease speaks for it.
    public var until: Date

    public init(runID: UUID, until: Date) {
      self.runID = runID
      self.until = until
    }
  }

  /// What is known of the probe when somebody else asks to be let through.
  public enum ProbeState: Sendable, Equatable {
    /// It has ended.
    case ended
    /// Its executor renews its lease.
    case leased
    /// Neither: its executor is gone, or its claim is not seen yet.
    case silent
  }

  /// Whether a run is let through.
  public enum Admission: Sendable, Equatable {
    case passes
    /// It is the probe.
    case probes
    /// - Parameter until: when the next probe is let through; nil while one is under way.
    case refused(failures: Int, until: Date?)
  }

  /// How a run that was let through has ended, where that tells something about the source.
  public enum Event: Sendable, Equatable {
    case succeeded(runID: UUID)
    case failed(runID: UUID, code: String)
  }

  public private(set) var health: EndpointHealth
  /// Failed runs in a row.
  public private(set) var failures: Int
  /// Nil: closed.
  public private(set) var openUntil: Date?
  public private(set) var probe: Probe?

  public init(
    health: EndpointHealth = .unknown, failures: Int = 0, openUntil: Date? = nil, probe: Probe? = nil
  ) {
    self.health = health
    self.failures = failures
    self.openUntil = openUntil
    self.probe = probe
  }

  /// Whether an end with this error code says something about the source.
  public static func counts(_ errorCode: String) -> Bool {
    errorCode.hasPrefix("E_UPSTREAM_") || errorCode == "E_RUN_TIMEOUT"
  }

  /// Asks for a run to be let through.
  /// - Parameter patience: how long a probe counts as under way without a lease that speaks for it.
  public mutating func admit(
    _ run: UUID, probeState: ProbeState, patience: TimeInterval, at now: Date
  ) -> Admission {
    guard let openUntil else { return .passes }
    guard openUntil <= now else { return .refused(failures: failures, until: openUntil) }
    if let probe, probe.runID != run {
      let isUnderWay =
        switch probeState {
        case .ended: false
        case .leased: true
        case .silent: probe.until > now
        }
      if isUnderWay { return .refused(failures: failures, until: nil) }
    }
    probe = Probe(runID: run, until: now.addingTimeInterval(patience))
    return .probes
  }

  /// Takes in the end of a run.
  /// - Returns: how the health changed, and why; nil when it did not.
  public mutating func handle(
    _ event: Event, limits: BreakerLimits, at now: Date
  ) -> (from: EndpointHealth, to: EndpointHealth, reason: String)? {
    let former = health
    let reason: String
    switch event {
    case .succeeded:
      self = EndpointBreaker(health: .healthy)
      reason = former == .unavailable ? "a run succeeded: the source is back" : "a run succeeded"
    case .failed(let run, let code):
      failures += 1
      if openUntil == nil {
        let isOpening = failures >= limits.failures
        health = isOpening ? .unavailable : .degraded
        if isOpening { open(limits, at: now) }
        reason =
          failures == 1
          ? "a run failed with \(code)" : "\(failures) runs in a row failed, the last one with \(code)"
      } else {
        // Runs that began before it opened change nothing; only the probe opens it again.
        if probe?.runID == run { open(limits, at: now) }
        reason = ""
      }
    }
    return former == health ? nil : (former, health, reason)
  }

  /// The endpoint's config was changed: worth a try at once.
  public mutating func reconfigure(at now: Date) {
    guard openUntil != nil else { return }
    openUntil = now
    probe = nil
  }

  private mutating func open(_ limits: BreakerLimits, at now: Date) {
    openUntil = now.addingTimeInterval(Double(limits.openSeconds))
    probe = nil
  }
}
