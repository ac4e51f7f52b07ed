import Contracts
import Foundation
import JSON

/// Makes the commands of the trigger mutations from their arguments.
struct TriggerCommands {
  /// As `requestedBy` shows it.
  let requestedBy: String

  /// `triggerCollection(collectionId:filters:schemaOverride:)`
  func collection(_ arguments: JSONObject) throws(Refusal) -> TriggerCollection {
    let input = InputReader(arguments)
    return TriggerCollection(
      collectionID: try input.requiredUUID("collectionId"), requestedBy: requestedBy,
      filters: try input.json("filters"), schemaOverride: try input.schemas("schemaOverride"))
  }

  /// `triggerEndpointCollection(endpointId:filters:schemaOverride:)`
  func endpoint(_ arguments: JSONObject) throws(Refusal) -> TriggerEndpoint {
    let input = InputReader(arguments)
    return TriggerEndpoint(
      endpointID: try input.requiredUUID("endpointId"), requestedBy: requestedBy,
      filters: try input.json("filters"), schemaOverride: try input.schemas("schemaOverride"))
  }

  /// `triggerMetadataCollection(input:)`
  func metadata(_ arguments: JSONObject) throws(Refusal) -> TriggerEndpoint {
    guard let input = try InputReader(arguments).object("input") else {
      throw .invalid("input", "is required")
    }
    return TriggerEndpoint(
      endpointID: try input.requiredUUID("endpointId"), requestedBy: requestedBy,
      schemaOverride: try input.schemas("schemas"))
  }
}

extension InputReader {
  /// An empty list restricts nothing, as one that is left out.
  fileprivate func schemas(_ name: String) throws(Refusal) -> [String]? {
    guard let schemas = try texts(name, count: 1_000), !schemas.isEmpty else { return nil }
    return schemas
  }
}
