import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// Registers an endpoint with its `default` collection (A2) and gives it a queue.
struct RegisterEndpointHandler: CommandHandler {
  let decision: RegisterEndpointDecision
  let queues: EndpointQueues

  func subject(of command: RegisterEndpoint) -> AuditSubject { .endpoint(command.endpointID) }

  func handle(
    _ command: RegisterEndpoint, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    let endpoint = try decision.decide(command)
    let sealed = command.sealed.filter { endpoint.sealedFields.contains($0.key) }
    guard let stored = try await EndpointStore.insert(endpoint, sealed: sealed, in: transaction) else {
      throw Refusal(
        .duplicateSourceID, "an endpoint with the sourceId \(endpoint.sourceID) exists already",
        field: "input.sourceId")
    }
    let collection = try await CollectionStore.makeDefault(id: .v7(), endpoint: stored.id, in: transaction)
    return try CommandEffect(
      stored, from: nil,
      messages: [
        .event(.endpointRegistered, endpoint: stored.id, causedBy: cause),
        .event(.collectionCreated, endpoint: stored.id, collection: collection.id, causedBy: cause),
      ])
  }

  /// Executors consume the queue as soon as they hear of it, and of a quorum queue that is only being made then the
  /// broker takes their whole connection.
  func makeReady(_ command: RegisterEndpoint) async { await queues.declare(command.endpointID) }
}
