import Contracts
import Domain
import Foundation
import Storage

/// Whether a trigger may make a run, and of which collection.
enum TriggerDecision: Sendable, Equatable {
  case run(TriggerTarget)
  /// The endpoint never had a collection: it gets its `default` one first.
  case makeDefault
  case refuse(Refusal)

  static func decide(collection id: UUID, _ target: TriggerTarget?) -> TriggerDecision {
    guard let target, !target.isDeleted else { return .refuse(.collectionNotFound(id)) }
    return decide(target)
  }

  /// A2: the only live collection, or the one named `default`.
  static func decide(endpoint id: UUID, _ endpoint: EndpointTriggerTarget?) -> TriggerDecision {
    guard let endpoint, !endpoint.isDeleted else { return .refuse(.endpointNotFound(id)) }
    let live = endpoint.collections
    if let only = live.first, live.count == 1 { return decide(only) }
    if let standard = live.first(where: { $0.name == MetadataCollection.defaultName }) {
      return decide(standard)
    }
    guard live.isEmpty else {
      return .refuse(
        Refusal(
          .collectionAmbiguous, "the endpoint has \(live.count) collections and none is named default",
          collectionIDs: live.map(\.collectionID)))
    }
    guard !endpoint.hadCollections else {
      return .refuse(
        Refusal(.collectionNotFound, "all collections of the endpoint \(id.lowercased) were deleted"))
    }
    return endpoint.isEnabled ? .makeDefault : .refuse(endpointDisabled)
  }

  private static func decide(_ target: TriggerTarget) -> TriggerDecision {
    guard target.isEnabled else {
      return .refuse(
        Refusal(.collectionDisabled, "the collection \(target.collectionID.lowercased) is disabled"))
    }
    return target.isEndpointEnabled ? .run(target) : .refuse(endpointDisabled)
  }

  private static let endpointDisabled = Refusal(.collectionDisabled, "the endpoint is disabled")
}
