import Synchronization

/// Whether the process can serve, asked of its components.
///
/// Liveness is another matter: a process that answers at all is alive, and losing the broker is no reason
/// to restart it.
public final class Readiness: Sendable {
  private struct Check {
    let component: String
    let state: @Sendable () -> ComponentState
  }

  private struct State {
    var checks: [Check] = []
    var isShuttingDown = false
  }

  private let state = Mutex(State())

  public init() {}

  /// Adds a component. The check is asked at each request and must answer at once, from memory.
  public func add(_ component: String, state check: @escaping @Sendable () -> ComponentState) {
    state.withLock { $0.checks.append(Check(component: component, state: check)) }
  }

  /// Adds a component that is ready or not.
  public func add(_ component: String, isReady: @escaping @Sendable () -> Bool) {
    add(component) { isReady() ? .ready : .notReady("not ready") }
  }

  /// From now on the process is not ready, so that nobody sends it new work.
  public func beginShutdown() { state.withLock { $0.isShuttingDown = true } }

  public func report() -> HealthReport {
    let (checks, isShuttingDown) = state.withLock { ($0.checks, $0.isShuttingDown) }
    var components = checks.map { (name: $0.component, state: $0.state()) }
    if isShuttingDown { components.append((name: "process", state: .notReady("shutting down"))) }
    return HealthReport(components: components)
  }
}
