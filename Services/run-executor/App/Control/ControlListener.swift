import AMQP
import Contracts
import Messaging

/// Hears what is said to all executors at once, and hands each message to whoever asked for its type.
///
/// Everything said there is a hint: leases and the database tell the same a little later, so a message that is
/// lost, or that cannot be understood, only costs time.
struct ControlListener: Sendable {
  /// Throws where the body cannot be read.
  typealias Handler = @Sendable (Envelope) async throws(EnvelopeError) -> Void

  /// Messages in hand at once.
  static let prefetch = 100

  let handlers: [MessageType: Handler]
  let deadLetters: DeadLetterOffice
  /// Where the messages come from.
  let queue: Queue

  /// The process's own queue; it belongs into the topology of the client that consumes it.
  static func queue(of configuration: ExecutorConfiguration) -> Queue {
    Queue.control(instance: configuration.queueInstance)
  }

  func handle(_ delivery: AMQPDelivery) async {
    do throws(EnvelopeError) {
      let envelope = try Envelope(delivery.message)
      guard let handler = handlers[envelope.type] else {
        throw EnvelopeError(.wrongQueue, reason: "\(envelope.type.rawValue) is not said to all executors")
      }
      try await handler(envelope)
      await delivery.ack()
    } catch {
      await deadLetters.file(hint: delivery, from: queue.name, error)
    }
  }
}
