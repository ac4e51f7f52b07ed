import Domain
import Foundation
import JSON

/// How an executor ends a run it holds.
public struct RunEnd: Sendable {
  public enum Outcome: Sendable, Equatable {
    case succeeded
    case failed(code: String, error: String)
    case skipped(SkipReason, text: String)
  }

  public var hold: RunClaims.Hold
  public var outcome: Outcome
  public var stats: JSONValue?
  public var activities: [RunActivity]
  /// The message that led to the run: the event names it.
  public var cause: MessageCause?

  public init(
    hold: RunClaims.Hold, outcome: Outcome, stats: JSONValue? = nil, activities: [RunActivity] = [],
    cause: MessageCause? = nil
  ) {
    self.hold = hold
    self.outcome = outcome
    self.stats = stats
    self.activities = activities
    self.cause = cause
  }

  var status: RunStatus {
    switch outcome {
    case .succeeded: .succeeded
    case .failed: .failed
    case .skipped: .skipped
    }
  }

  /// Whether the end may tell something about the endpoint.
  public var concernsHealth: Bool {
    switch outcome {
    case .succeeded: true
    case .failed(let code, _): EndpointBreaker.counts(code)
    case .skipped: false
    }
  }

  /// What the end tells about an endpoint; nil where nothing can follow from it.
  func observation(
    _ known: (endpoint: UUID, health: EndpointHealth)
  ) -> EndpointHealthStore.Observation? {
    guard concernsHealth else { return nil }
    switch outcome {
    case .succeeded where known.health == .healthy: return nil
    case .succeeded:
      return .init(endpointID: known.endpoint, event: .succeeded(runID: hold.runID))
    case .failed(let code, _):
      return .init(endpointID: known.endpoint, event: .failed(runID: hold.runID, code: code))
    case .skipped: return nil
    }
  }

  var errorCode: String? { if case .failed(let code, _) = outcome { code } else { nil } }

  var error: String? {
    switch outcome {
    case .succeeded: nil
    case .failed(_, let error): error
    case .skipped(_, let text): text
    }
  }

  /// What the last transition says.
  var reason: String? {
    switch outcome {
    case .succeeded: nil
    case .failed(let code, let error): "\(code): \(error)"
    case .skipped(let reason, let text): reason.reason(text)
    }
  }
}
