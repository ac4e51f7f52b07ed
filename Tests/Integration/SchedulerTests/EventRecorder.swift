import AMQP
import Contracts
import Foundation
import Messaging
import Synchronization

/// Keeps the events that are published.
final class EventRecorder: Sendable {
  private let events = Mutex<[(endpoint: UUID?, type: MessageType, routingKey: String)]>([])

  func record(from client: AMQPClient) async throws {
    let name = "nucleus.live.\(UUID.v7().lowercased)"
    try await client.declare(AMQPQueue(name: name, isDurable: false, isExclusive: true, isAutoDelete: true))
    try await client.declare(AMQPBinding(queue: name, exchange: Exchange.events.rawValue, routingKey: "#"))
    let consumer = try await client.consume(queue: name, prefetch: 100) { [weak self] delivery in
      if let envelope = try? Envelope(delivery.message) {
        self?.events.withLock { $0.append((envelope.endpointID, envelope.type, delivery.routingKey)) }
      }
      await delivery.ack()
    }
    try await consumer.waitUntilConsuming()
  }

  func types(of endpoint: UUID) -> [MessageType] {
    events.withLock { $0.filter { $0.endpoint == endpoint }.map(\.type) }
  }

  /// In the order of their arrival.
  var routingKeys: [String] { events.withLock { $0.map(\.routingKey) } }
}
