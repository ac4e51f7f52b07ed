import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage

/// Deletes an endpoint (R14): disables it, ends its queued runs, fences its running ones, and only then
/// removes its queue. The history stays.
struct DeleteEndpointHandler: CommandHandler {
  let queues: EndpointQueues

  func subject(of command: DeleteEndpoint) -> AuditSubject { .endpoint(command.endpointID) }

  func handle(
    _ command: DeleteEndpoint, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    let id = command.endpointID
    guard let current = try await EndpointStore.lock(id, in: transaction) else {
      throw Refusal.endpointNotFound(id)
    }
    let collections = try await CollectionQueries.list(endpoints: [id], in: transaction)[id] ?? []
    _ = try await EndpointStore.delete(id, reason: "deleted by \(command.requestedBy)", in: transaction)
    let text = "the endpoint was deleted"
    try await ScheduleKeeping.refresh(collections.map(ScheduleChange.init(deleting:)), in: transaction)
    try await RunEnding.skipQueued(
      endpoint: id, .deleted, text: text, actor: command.requestedBy, in: transaction)
    try await RunEnding.cancel(
      .runningOf(endpoint: id), text: text, actor: command.requestedBy, in: transaction)
    let events = try collections.map { collection in
      try OutboxMessage.event(.collectionDeleted, endpoint: id, collection: collection.id, causedBy: cause)
    }
    return CommandEffect(
      result: true, change: AuditChange(removing: current),
      messages: try events + [.event(.endpointDeleted, endpoint: id, causedBy: cause)])
  }

  func committed(_ command: DeleteEndpoint) async { await queues.delete(command.endpointID) }
}
