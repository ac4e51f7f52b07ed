import AMQP
import Contracts
import Domain
import Foundation
import Logging
import Messaging
import Outbox
import Postgres
import ServiceRuntime
import Storage

/// Makes and removes the queues of endpoints. What fails here is put right by ``QueueReconciler``.
struct EndpointQueues: Sendable {
  let client: AMQPClient
  /// For what takes long where a queue does not answer.
  let repairClient: AMQPClient
  let database: PostgresPool
  let logger: Logger

  func declare(_ endpoint: UUID) async {
    do {
      try await client.declare(Queue.endpoint(endpoint))
    } catch {
      logger.debug(
        "Queue not declared.", metadata: [LogKey.endpointID: "\(endpoint)", LogKey.error: "\(error)"])
    }
  }

  func delete(_ endpoint: UUID) async {
    do {
      try await repairClient.delete(Queue.endpoint(endpoint))
    } catch {
      logger.debug(
        "Queue not deleted.", metadata: [LogKey.endpointID: "\(endpoint)", LogKey.error: "\(error)"])
    }
  }

  /// What to do about a message that no queue took: a live endpoint gets its queue back; a message for a
  /// deleted one is let go, since its run has ended with the endpoint.
  func repairRoute(of message: OutboxMessage) async throws -> UnroutableMessage {
    guard message.exchange == .triggers, let id = message.endpointID else { return .keep }
    guard let endpoint = try await EndpointQueries.find([id], in: database)[id], !endpoint.isDeleted else {
      return .drop
    }
    try await client.declare(Queue.endpoint(id))
    logger.notice("The queue of an endpoint was missing and is back.", metadata: [LogKey.endpointID: "\(id)"])
    return .keep
  }

  /// Makes a queue anew that does not take a message (see `QueueRepair`). What it held comes again: from the
  /// outbox, or from the reaper (R6).
  func rebuildQueue(of message: OutboxMessage, after error: AMQPError) async throws {
    guard message.exchange == .triggers, let id = message.endpointID else { return }
    let queue = Queue.endpoint(id)
    // One that is full may refuse messages, one that is empty has no reason to.
    if error.code == .nacked, try await repairClient.messageCount(of: queue.name) > 0 { return }
    guard try await EndpointQueries.find([id], in: database)[id]?.isDeleted == false else { return }
    try await repairClient.delete(queue)
    try await repairClient.declare(queue)
    logger.warning(
      "The queue of an endpoint did not answer and was made anew.", metadata: [LogKey.endpointID: "\(id)"])
  }
}
