import Foundation

/// Lets the paused schedules of all collections whose endpoint carries the labels fire again.
public struct ResumeCollections: Command {
  public static let type = MessageType.collectionsResume
  public var requestedBy: String
  /// All of them are on the endpoint; at least one.
  public var labels: [String]
  /// Only the collections of this endpoint.
  public var endpointID: UUID?
  /// Why, for the audit log.
  public var note: String?

  public init(requestedBy: String, labels: [String], endpointID: UUID? = nil, note: String? = nil) {
    self.requestedBy = requestedBy
    self.labels = labels
    self.endpointID = endpointID
    self.note = note
  }
}
