import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Metrics
import Postgres
import ServiceLifecycle
import Storage

/// Publishes what the service's transactions decided (R8): takes the oldest messages, publishes them
/// persistent and confirmed, and deletes those that were confirmed, in the transaction that holds them. A
/// crash in between publishes again; the receiving side acts once.
///
/// ``wake()`` after a commit sends at once; the poll behind it finds what a crash left.
public struct OutboxRelay: Service {
  /// Called for a message that no queue took: may declare the queue, and says what becomes of the message. It
  /// must not touch the message's row, which the relay holds locked.
  public typealias RouteRepair = @Sendable (OutboxMessage) async throws -> UnroutableMessage

  private let database: PostgresPool
  private let client: AMQPClient
  private let appID: String
  private let repairRoute: RouteRepair
  private let beforeDelete: @Sendable () -> Void
  private let logger: Logger
  private let bell = WakeBell()
  private let published = Counter(label: "nucleus.outbox.published")
  private let refused = Counter(label: "nucleus.outbox.refused")

  static let batchSize = 500
  static let pollInterval = Duration.seconds(1)
  static let publishTimeout = Duration.seconds(10)

  /// - Parameters:
  ///   - appID: the process, as the messages name their sender.
  ///   - beforeDelete: called after the broker has confirmed and before the rows go; for crash tests.
  public init(
    database: PostgresPool, client: AMQPClient, appID: String, logger: Logger,
    beforeDelete: @escaping @Sendable () -> Void = {}, repairRoute: @escaping RouteRepair = { _ in .keep }
  ) {
    self.database = database
    self.client = client
    self.appID = appID
    self.repairRoute = repairRoute
    self.beforeDelete = beforeDelete
    self.logger = logger
  }

  /// Says that a transaction with new messages has committed.
  public func wake() { bell.ring() }

  public func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          // A full batch means that more may be waiting.
          while try await relayBatch() == Self.batchSize {}
        } catch is CancellationError {
          return
        } catch {
          logger.debug("outbox not relayed", metadata: ["error": "\(error)"])
        }
        await bell.wait(atMost: Self.pollInterval)
      }
    }
    // What the services that have already stopped left behind: runs they handed back, for one.
    _ = try? await relayBatch()
  }

  /// Sends what is waiting, up to a batch.
  /// - Returns: how many messages left the outbox.
  @discardableResult
  public func relayBatch() async throws -> Int {
    guard client.isConnected else { return 0 }
    return try await database.transaction { transaction in
      let messages = try await OutboxStore.take(atMost: Self.batchSize, in: transaction)
      guard !messages.isEmpty else { return 0 }
      let results = await client.publish(batch: messages.map(outgoing))
      var settled: [UUID] = []
      var confirmed = 0
      for (message, result) in zip(messages, results) {
        switch result {
        case .success:
          confirmed += 1
          settled.append(message.id)
        case .failure(let error):
          if await handle(error, of: message) == .drop { settled.append(message.id) }
        }
      }
      published.increment(by: confirmed)
      if !settled.isEmpty {
        beforeDelete()
        try await OutboxStore.remove(settled, in: transaction)
      }
      return settled.count
    }
  }

  private func handle(_ error: AMQPError, of message: OutboxMessage) async -> UnroutableMessage {
    refused.increment()
    logger.debug("message not confirmed", metadata: ["type": "\(message.type)", "error": "\(error)"])
    guard error.code == .unroutable else { return .keep }
    do {
      return try await repairRoute(message)
    } catch {
      logger.warning(
        "route not repaired", metadata: ["routing-key": "\(message.routingKey)", "error": "\(error)"])
      return .keep
    }
  }

  private func outgoing(_ message: OutboxMessage) -> AMQPOutgoing {
    let envelope = Envelope(
      messageID: message.id.lowercased, type: message.type, correlationID: message.correlationID,
      causationID: message.causationID, runID: message.runID, endpointID: message.endpointID,
      traceparent: message.traceparent, appID: appID, body: [UInt8](message.body.utf8))
    return AMQPOutgoing(
      envelope.amqpMessage, exchange: message.exchange.rawValue, routingKey: message.routingKey,
      mandatory: message.isMandatory, timeout: Self.publishTimeout)
  }
}
