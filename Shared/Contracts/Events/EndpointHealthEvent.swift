import Foundation

/// The health of an endpoint has changed.
public struct EndpointHealthEvent: Codable, Sendable, Equatable {
  public var endpointID: UUID
  /// `UNKNOWN`, `HEALTHY`, `DEGRADED` or `UNAVAILABLE`.
  public var from: String
  public var to: String
  public var reason: String?
  /// The run whose end changed it.
  public var runID: UUID?
  public var at: Date

  public init(endpointID: UUID, from: String, to: String, reason: String?, runID: UUID?, at: Date) {
    self.endpointID = endpointID
    self.from = from
    self.to = to
    self.reason = reason
    self.runID = runID
    self.at = at
  }
}
