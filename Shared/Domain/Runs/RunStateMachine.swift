/// What may happen to a run and what follows: the rules of claims, leases and fences as a value.
///
/// The database applies the same rules in conditional updates; this type is what those statements are tested
/// against, and what explains them.
public struct RunStateMachine: Sendable, Equatable {
  /// Who holds a running run, until when (in seconds of the database's clock).
  public struct Lease: Sendable, Equatable {
    public var executor: String
    public var expiresAt: Double
  }

  /// How a run ends.
  public enum End: Sendable, Equatable { case succeeded, failed, skipped }

  public enum Event: Sendable, Equatable {
    case claim(executor: String, now: Double, ttl: Double)
    case renew(fence: Int64, now: Double, ttl: Double)
    /// At shutdown: the run goes to another executor and costs no attempt.
    case handBack(fence: Int64)
    case finish(End, fence: Int64)
    /// The scheduler looks at lapsed leases.
    case reap(now: Double)
    /// The scheduler ends the run, whoever holds it.
    case end(End)
  }

  public enum Action: Sendable, Equatable {
    /// The executor may work under this fence.
    case work(fence: Int64, attempt: Int)
    /// Someone else holds it, or it is finished: drop the message.
    case discard
    /// The lease was renewed.
    case renewed
    /// The caller's fence is old: it must stop and write nothing.
    case stop
    /// A new trigger is to be sent.
    case retrigger
    /// The run is at its end.
    case ended(RunStatus)
    /// Nothing to do.
    case none
  }

  /// Claims that may be made before a run counts as lost.
  public static let maxClaims = 3

  public private(set) var status = RunStatus.queued
  public private(set) var attempt = 0
  /// Grows with every claim and every end; a write under an older one changes nothing.
  public private(set) var fence: Int64 = 0
  public private(set) var lease: Lease?
  public private(set) var wasHandedBack = false

  public init() {}

  public mutating func handle(_ event: Event) -> Action {
    switch event {
    case .claim(let executor, let now, let ttl): claim(executor: executor, now: now, ttl: ttl)
    case .renew(let fence, let now, let ttl): renew(fence: fence, now: now, ttl: ttl)
    case .handBack(let fence): handBack(fence: fence)
    case .finish(let end, let fence): holds(fence) ? close(end) : .stop
    case .reap(let now): reap(now: now)
    case .end(let end): status.isTerminal || (status == .queued && end == .succeeded) ? .none : close(end)
    }
  }

  private func holds(_ fence: Int64) -> Bool { status == .running && self.fence == fence && lease != nil }

  private func isLapsed(at now: Double) -> Bool { lease.map { $0.expiresAt < now } ?? true }

  private mutating func claim(executor: String, now: Double, ttl: Double) -> Action {
    guard status == .queued || (status == .running && isLapsed(at: now)) else { return .discard }
    guard attempt < Self.maxClaims || wasHandedBack else { return .discard }
    status = .running
    if !wasHandedBack { attempt += 1 }
    wasHandedBack = false
    fence += 1
    lease = Lease(executor: executor, expiresAt: now + ttl)
    return .work(fence: fence, attempt: attempt)
  }

  private mutating func renew(fence: Int64, now: Double, ttl: Double) -> Action {
    guard holds(fence), var lease else { return .stop }
    lease.expiresAt = now + ttl
    self.lease = lease
    return .renewed
  }

  private mutating func handBack(fence: Int64) -> Action {
    guard holds(fence) else { return .stop }
    lease = nil
    wasHandedBack = true
    return .retrigger
  }

  private mutating func reap(now: Double) -> Action {
    guard status == .running, isLapsed(at: now) else { return .none }
    return attempt < Self.maxClaims || wasHandedBack ? .retrigger : close(.failed)
  }

  private mutating func close(_ end: End) -> Action {
    status =
      switch end {
      case .succeeded: .succeeded
      case .failed: .failed
      case .skipped: .skipped
      }
    fence += 1
    lease = nil
    return .ended(status)
  }
}
