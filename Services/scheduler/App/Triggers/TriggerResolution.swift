import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// Finds the collections that triggers are for, all of a batch with one statement for each sort of target.
struct TriggerResolution: Sendable {
  let transaction: PostgresConnection

  func resolve(_ requests: [TriggerRequest]) async throws -> TriggerRounds {
    var collections: Set<UUID> = []
    var endpoints: Set<UUID> = []
    for request in requests {
      switch request.target {
      case .collection(let id): collections.insert(id)
      case .endpoint(let id): endpoints.insert(id)
      }
    }
    let byCollection = try await TriggerTargets.lock(collections: Array(collections), in: transaction)
    let byEndpoint = try await TriggerTargets.lock(endpoints: Array(endpoints), in: transaction)

    var rounds = TriggerRounds()
    var made: [UUID: MetadataCollection] = [:]
    for request in requests {
      switch decide(request, byCollection, byEndpoint) {
      case .refuse(let refusal): rounds.refuse(request, refusal)
      case .run(let target): add(request, target.collectionID, target.endpointID, to: &rounds)
      case .makeDefault:
        guard case .endpoint(let endpoint) = request.target else { continue }
        if made[endpoint] == nil {
          made[endpoint] = try await makeDefault(of: endpoint, because: request.cause)
        }
        if let collection = made[endpoint] {
          add(request, collection.id, endpoint, to: &rounds)
        } else {
          rounds.refuse(request, .endpointNotFound(endpoint))
        }
      }
    }
    return rounds
  }

  private func decide(
    _ request: TriggerRequest, _ byCollection: [UUID: TriggerTarget],
    _ byEndpoint: [UUID: EndpointTriggerTarget]
  ) -> TriggerDecision {
    if case .failure(let refusal) = request.filters { return .refuse(refusal) }
    switch request.target {
    case .collection(let id): return .decide(collection: id, byCollection[id])
    case .endpoint(let id): return .decide(endpoint: id, byEndpoint[id])
    }
  }

  private func add(
    _ request: TriggerRequest, _ collection: UUID, _ endpoint: UUID, to rounds: inout TriggerRounds
  ) {
    guard case .success(let filters) = request.filters else { return }
    rounds.add(
      ResolvedTrigger(request: request, collectionID: collection, endpointID: endpoint, filters: filters))
  }

  /// - Returns: nil when the endpoint has been deleted meanwhile.
  private func makeDefault(
    of endpoint: UUID, because cause: MessageCause
  ) async throws -> MetadataCollection? {
    guard try await EndpointStore.lock(endpoint, in: transaction) != nil else { return nil }
    let collection = try await CollectionStore.makeDefault(id: .v7(), endpoint: endpoint, in: transaction)
    try await OutboxStore.add(
      [.event(.collectionCreated, endpoint: endpoint, collection: collection.id, causedBy: cause)],
      to: transaction)
    return collection
  }
}
