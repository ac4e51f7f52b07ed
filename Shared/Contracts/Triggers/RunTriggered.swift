import Foundation

/// A hint to the executor of an endpoint that a run waits for it. The run's row says all else.
public struct RunTriggered: Message {
  public static let type = MessageType.runTriggered
  public var runID: UUID
  public var endpointID: UUID

  public init(runID: UUID, endpointID: UUID) {
    self.runID = runID
    self.endpointID = endpointID
  }
}
