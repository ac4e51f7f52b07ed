import AMQP
import Foundation
import Synchronization

/// Sees every message that anyone publishes to the broker while it records, through the broker's own tracing.
final class MessageRecorder: Sendable {
  private let messages = Mutex<[(place: String, bytes: Data)]>([])

  /// The exchange the broker copies all messages to while tracing is on.
  private static let trace = "amq.rabbitmq.trace"

  var recorded: [(place: String, bytes: Data)] { messages.withLock(\.self) }

  /// Records while `body` runs.
  static func record(_ platform: Platform, _ body: (MessageRecorder) async throws -> Void) async throws {
    let recorder = MessageRecorder()
    let queue = "end-to-end.recorder.\(UUID().uuidString)"
    let topology = AMQPTopology(
      queues: [AMQPQueue(name: queue, isDurable: false, isExclusive: true, isAutoDelete: true)],
      bindings: [AMQPBinding(queue: queue, exchange: trace, routingKey: "publish.#")])
    try await platform.withBroker(topology: topology) { broker in
      let consumer = try await broker.consume(queue: queue, prefetch: 100) { delivery in
        recorder.note(delivery)
        await delivery.ack()
      }
      try await consumer.waitUntilConsuming()
      try await platform.control("trace_on", "--vhost", "nucleus")
      do {
        try await body(recorder)
        try await eventually("the last message is recorded") { try await broker.messageCount(of: queue) == 0 }
      } catch {
        _ = try? await platform.control("trace_off", "--vhost", "nucleus")
        throw error
      }
      try await platform.control("trace_off", "--vhost", "nucleus")
      await consumer.cancel()
    }
  }

  private func note(_ delivery: AMQPDelivery) {
    // The original's properties are in the headers of the copy.
    let text = "\(delivery.message.properties.headers)"
    messages.withLock { messages in
      messages.append((place: "body on \(delivery.routingKey)", bytes: Data(delivery.message.body)))
      messages.append((place: "headers on \(delivery.routingKey)", bytes: Data(text.utf8)))
    }
  }
}
