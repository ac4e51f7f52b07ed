import Foundation

/// One recorded change of an endpoint's health.
public struct EndpointHealthChange: Sendable, Equatable {
  public var endpointID: UUID
  public var at: Date
  public var from: EndpointHealth
  public var to: EndpointHealth
  /// Why, in words.
  public var reason: String
  /// The run whose end changed it.
  public var runID: UUID?

  public init(
    endpointID: UUID, at: Date, from: EndpointHealth, to: EndpointHealth, reason: String, runID: UUID?
  ) {
    self.endpointID = endpointID
    self.at = at
    self.from = from
    self.to = to
    self.reason = reason
    self.runID = runID
  }
}
