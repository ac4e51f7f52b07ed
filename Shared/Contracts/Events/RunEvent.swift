import Foundation

/// A run has changed its state. The body tells enough for a listener to decide whether to read the row.
public struct RunEvent: Codable, Sendable, Equatable {
  public var runID: UUID
  public var endpointID: UUID
  public var collectionID: UUID?
  public var kind: String
  public var status: String
  public var attempt: Int
  public var errorCode: String?
  public var at: Date

  public init(
    runID: UUID, endpointID: UUID, collectionID: UUID?, kind: String, status: String, attempt: Int,
    errorCode: String?, at: Date
  ) {
    self.runID = runID
    self.endpointID = endpointID
    self.collectionID = collectionID
    self.kind = kind
    self.status = status
    self.attempt = attempt
    self.errorCode = errorCode
    self.at = at
  }
}
