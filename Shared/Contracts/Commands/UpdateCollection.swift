import Foundation
import JSON

/// Changes a collection; fields left out stay, an explicit null clears.
public struct UpdateCollection: Command {
  public static let type = MessageType.collectionUpdate
  public var collectionID: UUID
  public var requestedBy: String
  public var scheduleCron: Patch<String> = .unchanged
  public var scheduleTimezone: Patch<String> = .unchanged
  public var isEnabled: Patch<Bool> = .unchanged
  public var schedule: Patch<ScheduleInput> = .unchanged
  public var filters: Patch<JSONValue> = .unchanged

  public init(collectionID: UUID, requestedBy: String) {
    self.collectionID = collectionID
    self.requestedBy = requestedBy
  }
}
