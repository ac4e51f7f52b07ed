import Connectors
import Domain
import Foundation
import Synchronization

/// The rates at which this process sends requests to sources, by endpoint.
///
/// The limit is kept in the process that consumes the endpoint's queue; while runs of an endpoint go over from one
/// executor to another, each of the two keeps it for itself.
final class RequestPaces: Sendable {
  /// How soon a changed rate reaches those who wait.
  static let longestSleep = Duration.milliseconds(500)

  private let lanes = Mutex<[UUID: PaceLane]>([:])
  private let clock = ContinuousClock()

  /// Sets the rate of an endpoint, also for those who wait.
  func limit(_ endpoint: UUID, to perSecond: Double?) {
    lanes.withLock { $0[endpoint, default: PaceLane()].limit(to: perSecond, at: clock.now) }
  }

  /// Forgets an endpoint that is gone.
  func forget(_ endpoint: UUID) {
    lanes.withLock { lanes in
      lanes[endpoint]?.limit(to: nil, at: clock.now)
      if lanes[endpoint]?.isEmpty == true { lanes[endpoint] = nil }
    }
  }

  /// Takes in what has happened to endpoints.
  func apply(_ changes: [EndpointRoster.Change]) {
    for change in changes {
      switch change {
      case .appeared(let id, let limits), .limitsChanged(let id, let limits):
        limit(id, to: limits.requestsPerSecond)
      case .vanished(let id): forget(id)
      }
    }
  }

  /// What the connector of a run waits on.
  /// - Parameter perSecond: the rate by the row that the run was claimed with; nil: no limit.
  func pace(of endpoint: UUID, perSecond: Double?) -> RequestPace {
    limit(endpoint, to: perSecond)
    return RequestPace { [self] () async throws(CancellationError) in try await wait(endpoint) }
  }

  private func wait(_ endpoint: UUID) async throws(CancellationError) {
    let ticket = lanes.withLock { $0[endpoint, default: PaceLane()].enter() }
    while let delay = turn(of: ticket, endpoint) {
      do {
        try await Task.sleep(for: min(delay, Self.longestSleep))
      } catch {
        lanes.withLock { $0[endpoint]?.leave(ticket) }
        throw CancellationError()
      }
    }
  }

  private func turn(of ticket: PaceLane.Ticket, _ endpoint: UUID) -> Duration? {
    lanes.withLock { $0[endpoint]?.turn(of: ticket, at: clock.now) } ?? nil
  }
}
