import AMQP
import Contracts
import Foundation
import Messaging
import Synchronization

/// Hears what executors are told on `nucleus.control`.
final class ControlRecorder: Sendable {
  private let heard = Mutex<[RunCancelled]>([])

  func record(from client: AMQPClient) async throws {
    let queue = Queue.control(instance: UUID.v7().lowercased)
    try await client.declare(queue)
    let consumer = try await client.consume(queue: queue.name, prefetch: 100) { [weak self] delivery in
      if let notice = try? Envelope(delivery.message).decode(RunCancelled.self) {
        self?.heard.withLock { $0.append(notice) }
      }
      await delivery.ack()
    }
    try await consumer.waitUntilConsuming()
  }

  var notices: [RunCancelled] { heard.withLock(\.self) }
}
