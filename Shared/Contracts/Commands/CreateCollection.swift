import Foundation
import JSON

/// Makes a collection, or replaces the live one of the same endpoint and name as a full put (A1).
public struct CreateCollection: Command {
  public static let type = MessageType.collectionCreate
  public var endpointID: UUID
  public var requestedBy: String
  public var name: String
  public var isEnabled: Bool
  public var scheduleCron: String?
  public var scheduleTimezone: String?
  public var schedule: ScheduleInput?
  public var filters: JSONValue?

  public init(
    endpointID: UUID, requestedBy: String, name: String = "default", isEnabled: Bool = true,
    scheduleCron: String? = nil, scheduleTimezone: String? = nil, schedule: ScheduleInput? = nil,
    filters: JSONValue? = nil
  ) {
    self.endpointID = endpointID
    self.requestedBy = requestedBy
    self.name = name
    self.isEnabled = isEnabled
    self.scheduleCron = scheduleCron
    self.scheduleTimezone = scheduleTimezone
    self.schedule = schedule
    self.filters = filters
  }
}
