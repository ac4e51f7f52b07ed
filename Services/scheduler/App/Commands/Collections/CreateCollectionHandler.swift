import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// Makes a collection or replaces the live one of the same name.
struct CreateCollectionHandler: CommandHandler {
  let decision: CreateCollectionDecision

  func subject(of command: CreateCollection) -> AuditSubject {
    .collection(nil, endpoint: command.endpointID)
  }

  func handle(
    _ command: CreateCollection, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    guard try await EndpointStore.lock(command.endpointID, in: transaction) != nil else {
      throw Refusal.endpointNotFound(command.endpointID)
    }
    let collection = try decision.decide(command, id: .v7(), now: Date())
    let former = try await CollectionStore.lock(
      name: collection.name, endpoint: collection.endpointID, in: transaction)
    let (stored, isNew) = try await CollectionStore.put(collection, in: transaction)
    try await ScheduleKeeping.refresh(
      [ScheduleChange(collection: stored, former: former)], in: transaction)
    if !stored.isEnabled {
      try await RunEnding.skipQueued(
        collection: stored.id, .disabled, text: "the collection is disabled", actor: command.requestedBy,
        in: transaction)
    }
    let type = isNew ? MessageType.collectionCreated : .collectionUpdated
    return try CommandEffect(
      stored, from: former,
      messages: [.event(type, endpoint: stored.endpointID, collection: stored.id, causedBy: cause)])
  }
}
