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

  /// How long a queue may keep a question waiting. A broker under load takes a small part of it.
  private static let silence = Duration.seconds(5)

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
    guard try await restore(id) else { return .drop }
    logger.notice("The queue of an endpoint was missing and is back.", metadata: [LogKey.endpointID: "\(id)"])
    return .keep
  }

  /// Makes sure that a live endpoint has its queue.
  /// - Returns: false for an endpoint that was deleted or never was.
  func restore(_ id: UUID) async throws -> Bool {
    guard let endpoint = try await EndpointQueries.find([id], in: database)[id], !endpoint.isDeleted else {
      return false
    }
    try await client.declare(Queue.endpoint(id))
    return true
  }

  /// Makes a queue anew that does not take a message (see `QueueRepair`). What it held comes again: from the
  /// outbox, or from the reaper (R6).
  func rebuildQueue(of message: OutboxMessage, after error: AMQPError) async throws {
    guard message.exchange == .triggers, let id = message.endpointID else { return }
    try await rebuild(id) { queue in
      guard error.code == .nacked else { return try await !answers(queue) }
      // One that is full may refuse messages, one that is empty has no reason to.
      return try await repairClient.messageCount(of: queue.name) == 0
    }
  }

  /// Makes an endpoint's queue anew if it does not answer.
  func rebuildSilentQueue(of id: UUID) async throws {
    guard try await !answers(Queue.endpoint(id)) else { return }
    // Asked again under the lock: another scheduler may have put it right meanwhile.
    try await rebuild(id) { try await !answers($0) }
  }

  private func answers(_ queue: Queue) async throws(AMQPError) -> Bool {
    try await repairClient.answers(queue: queue.name, timeout: Self.silence)
  }

  /// Deletes and declares a queue, unless another scheduler is at it.
  private func rebuild(_ id: UUID, if isBroken: (Queue) async throws -> Bool) async throws {
    let queue = Queue.endpoint(id)
    try await database.transaction { transaction in
      guard try await EndpointQueueLock.claim(id, in: transaction), try await isBroken(queue),
        try await EndpointQueries.find([id], in: transaction)[id]?.isDeleted == false
      else { return }
      try await repairClient.delete(queue)
      try await repairClient.declare(queue)
      logger.warning(
        "The queue of an endpoint did not answer and was made anew.", metadata: [LogKey.endpointID: "\(id)"])
    }
  }
}
