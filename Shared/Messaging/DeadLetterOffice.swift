import AMQP
import Contracts
import Logging

/// Puts away messages that cannot be understood, with the reason, so that they block nobody (R15).
public struct DeadLetterOffice: Sendable {
  private let client: AMQPClient
  private let logger: Logger

  public init(client: AMQPClient, logger: Logger) {
    self.client = client
    self.logger = logger
  }

  /// Moves a poison delivery to the dead letters. If the broker does not take it now, the delivery goes back to
  /// its queue, whose delivery limit bounds the tries.
  public func file(_ delivery: AMQPDelivery, from queue: String, reason: String) async {
    var message = delivery.message
    message.properties.headers[EnvelopeHeader.deadReason] = .string(reason)
    message.properties.headers[EnvelopeHeader.deadQueue] = .string(queue)
    message.properties.expiration = nil
    do {
      try await client.publish(message, exchange: Exchange.dead.rawValue, routingKey: "", mandatory: true)
      logger.warning(
        "message put to the dead letters", metadata: ["queue": "\(queue)", "reason": "\(reason)"])
      await delivery.ack()
    } catch {
      logger.warning("dead letter not taken", metadata: ["queue": "\(queue)", "error": "\(error)"])
      await delivery.reject(requeue: true)
    }
  }
}
