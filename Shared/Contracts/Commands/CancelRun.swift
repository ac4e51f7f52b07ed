import Foundation

/// Ends a queued or running run; the connector stops within seconds.
public struct CancelRun: Command {
  public static let type = MessageType.runCancel
  public var runID: UUID
  public var requestedBy: String

  public init(runID: UUID, requestedBy: String) {
    self.runID = runID
    self.requestedBy = requestedBy
  }
}
