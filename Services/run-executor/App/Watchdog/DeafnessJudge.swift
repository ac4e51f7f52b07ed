import Foundation

/// Decides which consumers are attached but deaf.
///
/// ```
///   overdue first run, nothing in hand, silent ──▶ doubted ──same first run for the patience──▶ the broker is asked
///   ready messages, or a long silence ──▶ rebuilt, then left alone for a pause that doubles; anything else ends the doubt
/// ```
/// A standby is given three times the patience: as a rule the active consumer is another's, which may have a delivery in
/// hand that nobody else can see.
struct DeafnessJudge: Sendable {
  /// What is known about one consumer here.
  struct Consumer: Sendable, Equatable {
    var role: Placement.Role
    /// Deliveries that are being handled.
    var inHand: Int
    /// When it was subscribed, or had its last delivery.
    var lastHeard: ContinuousClock.Instant
  }

  private struct Doubt {
    /// The first of the endpoint's queued runs: while it changes, somebody is at work.
    var first: UUID
    var since: ContinuousClock.Instant
  }

  private struct Pause {
    var length: Duration
    var end: ContinuousClock.Instant
  }

  static let standbyFactor = 3
  static let handedOutFactor = 4
  static let firstPause = Duration.seconds(10)
  static let longestPause = Duration.seconds(320)

  /// How long a consumer may stay silent while a message waits for it.
  let patience: Duration
  private var doubts: [UUID: Doubt] = [:]
  private var pauses: [UUID: Pause] = [:]

  init(patience: Duration) { self.patience = patience }

  /// Takes in what one pass has found.
  /// - Parameters:
  ///   - overdue: the endpoints with an overdue queued run, each with its first queued run.
  ///   - consumers: the consumers of this process that are not on their way to another one.
  /// - Returns: the endpoints about whose queues the broker is to be asked, the longest doubted first.
  mutating func suspects(
    overdue: [UUID: UUID], consumers: [UUID: Consumer], at now: ContinuousClock.Instant
  ) -> [UUID] {
    pauses = pauses.filter { endpoint, pause in
      guard let consumer = consumers[endpoint] else { return now < pause.end }
      return now < pause.end || overdue[endpoint] != nil && isSilent(consumer, at: now)
    }
    var kept: [UUID: Doubt] = [:]
    for (endpoint, first) in overdue {
      guard let consumer = consumers[endpoint], isSilent(consumer, at: now) else { continue }
      if let doubt = doubts[endpoint], doubt.first == first {
        kept[endpoint] = doubt
      } else {
        kept[endpoint] = Doubt(first: first, since: now)
      }
    }
    doubts = kept
    return kept.filter { endpoint, doubt in
      let isStandby = consumers[endpoint]?.role == .standby
      // An owner's doubt has to hold from one pass to the next.
      let lasting = isStandby ? patience * Self.standbyFactor : .zero
      guard doubt.since < now, now - doubt.since >= lasting else { return false }
      return pauses[endpoint].map { now >= $0.end } ?? true
    }.sorted { ($0.value.since, $0.key.uuidString) < ($1.value.since, $1.key.uuidString) }.map(\.key)
  }

  /// Takes in how many messages of a suspect's queue are ready; nil: the broker could not say.
  /// - Returns: whether the consumer is to be rebuilt.
  mutating func isDeaf(_ endpoint: UUID, ready: Int?, at now: ContinuousClock.Instant) -> Bool {
    // The broker may have handed the message to a consumer that never got it: then none is ready, and only a long
    // silence tells. Where it is in another's hands, or lost, a new subscription does no harm.
    if ready == 0 {
      guard let doubt = doubts[endpoint], now - doubt.since >= patience * Self.handedOutFactor else {
        return false
      }
    }
    let length = min(pauses[endpoint].map { $0.length * 2 } ?? Self.firstPause, Self.longestPause)
    pauses[endpoint] = Pause(length: length, end: now + length)
    doubts[endpoint] = nil
    return ready != nil
  }

  private func isSilent(_ consumer: Consumer, at now: ContinuousClock.Instant) -> Bool {
    consumer.inHand == 0 && now - consumer.lastHeard >= patience
  }
}
