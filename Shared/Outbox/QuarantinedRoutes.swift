import Metrics
import Synchronization

/// The ``Quarantine`` of one relay, shared by its two loops.
final class QuarantinedRoutes: Sendable {
  private let quarantine = Mutex(Quarantine())
  private let bell = WakeBell()
  private let count = Gauge(label: "nucleus.outbox.quarantined_routes")

  static let longestWait = Duration.seconds(5)

  var routes: [String] { quarantine.withLock { $0.routes } }

  func add(_ routes: some Sequence<String>) {
    change { quarantine in for route in routes { quarantine.add(route, now: .now) } }
    bell.ring()
  }

  func release(_ route: String) { change { $0.release(route) } }

  func failed(_ route: String) { change { $0.failed(route, now: .now) } }

  func due(atMost limit: Int) -> [String] { quarantine.withLock { $0.due(at: .now, atMost: limit) } }

  /// Returns when a route is due, was added, or now and then.
  func waitUntilDue() async {
    let next = quarantine.withLock { $0.nextDue }
    let pause = next.map { max($0 - .now, .milliseconds(10)) } ?? Self.longestWait
    await bell.wait(atMost: min(pause, Self.longestWait))
  }

  private func change(_ body: (inout Quarantine) -> Void) {
    let routes = quarantine.withLock { quarantine in
      body(&quarantine)
      return quarantine.routes.count
    }
    count.record(routes)
  }
}
