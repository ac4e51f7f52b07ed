import Contracts
import Foundation
import JSON

/// Makes the commands that put runs and messages back from the arguments of their mutations.
struct ReplayCommands {
  private static let maximumSchemas = 1_000
  private static let idBytes = 1...300

  /// As `requestedBy` shows it.
  let requestedBy: String

  /// `replayRun(id:filters:schemas:)`
  func run(_ arguments: JSONObject) throws(Refusal) -> ReplayRun {
    let input = InputReader(arguments)
    var filters = Patch<JSONValue>.unchanged
    if let given = arguments["filters"] {
      try JSONRule.check(given, field: "filters")
      filters = given == .null ? .cleared : .set(given)
    }
    return ReplayRun(
      runID: try input.requiredUUID("id"), requestedBy: requestedBy, filters: filters,
      schemaOverride: try input.texts("schemas", count: Self.maximumSchemas))
  }

  /// `replayMessage(id:body:)`
  func message(_ arguments: JSONObject) throws(Refusal) -> ReplayMessage {
    var body: JSONValue?
    if let given = arguments["body"], given != .null {
      guard given.objectValue != nil else { throw .invalid("body", "must be a JSON object") }
      try JSONRule.check(given, field: "body")
      body = given
    }
    return ReplayMessage(
      messageID: try InputReader(arguments).requiredText("id", bytes: Self.idBytes), requestedBy: requestedBy,
      body: body)
  }

  /// `replayMessages(endpointId:from:to:type:expectedCount:)`
  func messages(_ arguments: JSONObject) throws(Refusal) -> ReplayMessages {
    let input = InputReader(arguments)
    guard let from = try input.date("from") else { throw .invalid("from", "is required") }
    guard let to = try input.date("to") else { throw .invalid("to", "is required") }
    guard from < to else { throw .invalid("to", "must be after from") }
    return ReplayMessages(
      endpointID: try input.requiredUUID("endpointId"), from: from, to: to,
      messageType: try input.text("type"),
      expectedCount: try input.int("expectedCount"), requestedBy: requestedBy)
  }
}
