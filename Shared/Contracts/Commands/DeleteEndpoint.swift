import Foundation

/// Deletes an endpoint: its collections go, its queued runs are skipped, its running ones cancelled, its
/// history stays.
public struct DeleteEndpoint: Command {
  public static let type = MessageType.endpointDelete
  public var endpointID: UUID
  public var requestedBy: String

  public init(endpointID: UUID, requestedBy: String) {
    self.endpointID = endpointID
    self.requestedBy = requestedBy
  }
}
