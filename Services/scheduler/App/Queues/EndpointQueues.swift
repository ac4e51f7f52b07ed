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
      try await client.delete(Queue.endpoint(endpoint))
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
}
