import Foundation

/// What a queued run waits for, as far as its endpoint has to do with it.
public struct RunWait: Sendable, Equatable {
  public var runID: UUID
  public var isEndpointEnabled: Bool
  /// Until when the breaker refuses runs; nil: it does not.
  public var openUntil: Date?
  /// Runs of the endpoint that are running.
  public var active: Int
  /// Some of them, oldest first.
  public var activeIDs: [UUID]
  /// How many may run at once.
  public var limit: Int
  /// Its place among the endpoint's queued runs, from 1.
  public var place: Int

  public init(
    runID: UUID, isEndpointEnabled: Bool, openUntil: Date?, active: Int, activeIDs: [UUID], limit: Int,
    place: Int
  ) {
    self.runID = runID
    self.isEndpointEnabled = isEndpointEnabled
    self.openUntil = openUntil
    self.active = active
    self.activeIDs = activeIDs
    self.limit = limit
    self.place = place
  }
}
