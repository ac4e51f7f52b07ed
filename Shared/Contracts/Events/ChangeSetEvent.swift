import Foundation

/// Datasets of an endpoint are missing and wait for a decision, or one was made.
public struct ChangeSetEvent: Codable, Sendable, Equatable {
  public var changeSetID: UUID
  public var endpointID: UUID
  /// The run that did not see the datasets.
  public var runID: UUID
  public var state: String
  /// How many datasets are concerned.
  public var missing: Int
  public var at: Date

  public init(changeSetID: UUID, endpointID: UUID, runID: UUID, state: String, missing: Int, at: Date) {
    self.changeSetID = changeSetID
    self.endpointID = endpointID
    self.runID = runID
    self.state = state
    self.missing = missing
    self.at = at
  }
}
