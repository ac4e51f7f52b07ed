import AMQP
import Contracts
import Messaging

/// Hears what is said to all executors at once, and hands each message to whoever asked for its type.
///
/// Everything said there is a hint: leases and the database tell the same a little later, so a message that is
/// lost, or that cannot be understood, only costs time.
struct ControlListener: Sendable {
  typealias Handler = @Sendable (Envelope) async -> Void

  /// Messages in hand at once.
  static let prefetch = 100

  let handlers: [MessageType: Handler]

  /// The process's own queue; it belongs into the topology of the client that consumes it.
  static func queue(of configuration: ExecutorConfiguration) -> Queue {
    Queue.control(instance: configuration.queueInstance)
  }

  func handle(_ delivery: AMQPDelivery) async {
    if let envelope = try? Envelope(delivery.message), let handler = handlers[envelope.type] {
      await handler(envelope)
    }
    await delivery.ack()
  }
}
