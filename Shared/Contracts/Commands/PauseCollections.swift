import Foundation

/// Holds the schedules of all collections whose endpoint carries the labels.
public struct PauseCollections: Command {
  public static let type = MessageType.collectionsPause
  public var requestedBy: String
  /// All of them are on the endpoint; at least one.
  public var labels: [String]
  /// Only the collections of this endpoint.
  public var endpointID: UUID?
  /// Kept with the schedule and shown beside the pause.
  public var note: String?

  public init(requestedBy: String, labels: [String], endpointID: UUID? = nil, note: String? = nil) {
    self.requestedBy = requestedBy
    self.labels = labels
    self.endpointID = endpointID
    self.note = note
  }
}
