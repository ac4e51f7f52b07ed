import Domain
import Metrics

/// Changes of the health of endpoints that this process has written, by what they came to.
enum HealthCounters {
  private static let counters = Dictionary(
    uniqueKeysWithValues: [EndpointHealth.healthy, .degraded, .unavailable].map {
      ($0, Counter(label: "nucleus.endpoint.health_changes", dimensions: [("to", $0.rawValue)]))
    })

  /// Shows the series before anything is counted.
  static func expose() { for counter in counters.values { counter.increment(by: 0) } }

  static func count(_ health: EndpointHealth) { counters[health]?.increment() }
}
