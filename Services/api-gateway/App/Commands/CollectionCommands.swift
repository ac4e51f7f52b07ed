import Contracts
import Domain
import Foundation
import JSON

/// Makes the commands of the collection mutations from their arguments.
struct CollectionCommands {
  private static let defaultTimezone = "UTC"

  /// As `requestedBy` shows it.
  let requestedBy: String

  /// `createCollection(input:)`
  func create(_ arguments: JSONObject) throws(Refusal) -> CreateCollection {
    guard let input = try InputReader(arguments).object("input") else {
      throw .invalid("input", "is required")
    }
    let cron = try input.cron("scheduleCron")
    let timezone = try input.timezone("scheduleTimezone")
    return CreateCollection(
      endpointID: try input.requiredUUID("endpointId"), requestedBy: requestedBy,
      name: try input.text("name") ?? MetadataCollection.defaultName,
      isEnabled: try input.bool("isEnabled") ?? true, scheduleCron: cron,
      // The schema's default stands for nothing where there is no cron expression that it could belong to.
      scheduleTimezone: cron == nil && timezone == Self.defaultTimezone ? nil : timezone,
      schedule: try input.schedule(), filters: try input.json("filters"))
  }

  /// `updateCollection(id:input:)`
  func update(_ arguments: JSONObject) throws(Refusal) -> UpdateCollection {
    let reader = InputReader(arguments)
    let id = try reader.requiredUUID("id")
    guard let input = try reader.object("input") else { throw .invalid("input", "is required") }
    var command = UpdateCollection(collectionID: id, requestedBy: requestedBy)
    command.scheduleCron = try input.patch("scheduleCron") { input, name throws(Refusal) in
      try input.cron(name)
    }
    command.scheduleTimezone = try input.patch("scheduleTimezone") { input, name throws(Refusal) in
      try input.timezone(name)
    }
    command.isEnabled = try input.requiredPatch("isEnabled") { input, name throws(Refusal) in
      try input.bool(name)
    }
    command.schedule = try input.patch("schedule") { input, _ throws(Refusal) in try input.schedule() }
    command.filters = try input.patch("filters") { input, name throws(Refusal) in try input.json(name) }
    return command
  }

  /// `deleteCollection(id:)`
  func delete(_ arguments: JSONObject) throws(Refusal) -> DeleteCollection {
    DeleteCollection(collectionID: try InputReader(arguments).requiredUUID("id"), requestedBy: requestedBy)
  }
}

extension InputReader {
  fileprivate func cron(_ name: String) throws(Refusal) -> String? { try text(name, bytes: 1...1_000) }

  fileprivate func timezone(_ name: String) throws(Refusal) -> String? { try text(name, bytes: 1...100) }

  fileprivate func schedule() throws(Refusal) -> ScheduleInput? {
    guard let input = try object("schedule") else { return nil }
    var schedule = ScheduleInput(
      cron: try input.cron("cron"), intervalSeconds: try input.int("intervalSeconds"),
      timezone: try input.timezone("timezone"))
    schedule.overlap = try input.choice("overlap", as: Schedule.Overlap.self)?.rawValue
    schedule.catchupWindowSeconds = try input.int("catchupWindowSeconds")
    schedule.jitterSeconds = try input.int("jitterSeconds")
    schedule.startAt = try input.date("startAt")
    schedule.endAt = try input.date("endAt")
    schedule.pauseOnFailure = try input.bool("pauseOnFailure")
    return schedule
  }
}
