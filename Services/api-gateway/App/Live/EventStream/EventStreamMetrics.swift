import CoreMetrics

/// Counts streams and what goes over them.
struct EventStreamMetrics: Sendable {
  /// Results that were written.
  let events = Counter(label: "nucleus.gateway.streams.events")
  private let cutOff = Counter(label: "nucleus.gateway.streams.cut")
  /// Streams whose callers lost their right.
  let revoked = Counter(label: "nucleus.gateway.streams.revoked")

  func cut() { cutOff.increment() }
}
