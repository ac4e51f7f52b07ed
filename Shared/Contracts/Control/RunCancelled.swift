import Foundation

/// Tells all executors that a running run has ended from outside: the one that works on it stops. A hint on
/// `nucleus.control`, since the next renewal of the lease finds out as well.
public struct RunCancelled: Message {
  public static let type = MessageType.runCancelled
  public var runID: UUID
  public var endpointID: UUID
  /// The fencing token under which the run was held until then.
  public var fence: Int64

  public init(runID: UUID, endpointID: UUID, fence: Int64) {
    self.runID = runID
    self.endpointID = endpointID
    self.fence = fence
  }
}
