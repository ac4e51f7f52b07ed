import AMQP
import Contracts
import Domain
import Foundation
import Logging
import ServiceRuntime

/// Keeps one consumer, on a channel of its own with one message at a time, for every live endpoint.
///
/// An actor because subscriptions come and go one after another and each must be known before it goes.
actor EndpointConsumers {
  private let connections: ConsumerConnections
  private let slots: RunSlots
  private let intake: TriggerIntake
  private let logger: Logger
  private let onVanished: @Sendable () async -> Void
  private var consumers: [UUID: (consumer: AMQPConsumer, connection: Int)] = [:]
  private var isClosed = false

  /// - Parameter onVanished: called when endpoints are gone, whose runs may have been cancelled.
  init(
    connections: ConsumerConnections, slots: RunSlots, intake: TriggerIntake, logger: Logger,
    onVanished: @escaping @Sendable () async -> Void
  ) {
    self.connections = connections
    self.slots = slots
    self.intake = intake
    self.logger = logger
    self.onVanished = onVanished
  }

  var count: Int { consumers.count }

  func apply(_ changes: [EndpointRoster.Change]) async {
    var hasVanished = false
    for change in changes {
      switch change {
      case .appeared(let id, let limits):
        slots.limit(id, to: limits.maxConcurrentRuns)
        await subscribe(id)
      case .limitsChanged(let id, let limits): slots.limit(id, to: limits.maxConcurrentRuns)
      case .vanished(let id):
        hasVanished = true
        await unsubscribe(id)
        slots.forget(id)
      }
    }
    if hasVanished { await onVanished() }
  }

  /// Stops all consumers. What they have delivered may still be settled.
  func close() async {
    isClosed = true
    let all = consumers.values.map(\.consumer)
    consumers = [:]
    await withDiscardingTaskGroup { group in
      for consumer in all { group.addTask { await consumer.cancel() } }
    }
  }

  private func subscribe(_ id: UUID) async {
    guard !isClosed, consumers[id] == nil else { return }
    do {
      // Of the queue alone: its scheduler declares it, and until then the consumer tries again.
      let subscription = try await connections.consume(queue: Queue.endpoint(id).name, prefetch: 1) {
        [intake] delivery in await intake.handle(delivery, of: id)
      }
      // The actor may have been closed meanwhile.
      guard !isClosed else { return await subscription.consumer.cancel() }
      consumers[id] = subscription
    } catch {
      logger.error(
        "endpoint not consumed", metadata: [LogKey.endpointID: "\(id.lowercased)", LogKey.error: "\(error)"])
    }
  }

  private func unsubscribe(_ id: UUID) async {
    guard let (consumer, connection) = consumers.removeValue(forKey: id) else { return }
    await consumer.cancel()
    await connections.release(connection)
  }
}
