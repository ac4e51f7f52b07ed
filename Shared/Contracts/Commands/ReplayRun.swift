import Foundation
import JSON

/// Makes a new run with the input of an earlier one, linked to it.
public struct ReplayRun: Command {
  public static let type = MessageType.runReplay
  public var runID: UUID
  public var requestedBy: String
  /// In place of the run's own filters.
  public var filters: Patch<JSONValue>
  /// In place of the run's own schemas.
  public var schemaOverride: [String]?

  public init(
    runID: UUID, requestedBy: String, filters: Patch<JSONValue> = .unchanged, schemaOverride: [String]? = nil
  ) {
    self.runID = runID
    self.requestedBy = requestedBy
    self.filters = filters
    self.schemaOverride = schemaOverride
  }
}
