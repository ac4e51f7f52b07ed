import AMQP
import Contracts

extension DeadLetterOffice {
  /// Bytes kept free for what is said about a dead letter.
  private static let roomForReason = 2_048
  private static let longestReason = 500

  /// The message that is put to the dead letters: the one that came, with the reason, where it was and where it had
  /// been published.
  static func deadLetter(
    of message: AMQPMessage, exchange: String, routingKey: String, queue: String, error: EnvelopeError,
    isRedelivered: Bool, id: String
  ) -> AMQPMessage {
    let (properties, dropped) = message.properties.fitted(leaving: roomForReason)
    var letter = AMQPMessage(body: message.body, properties: properties)
    // It waits until somebody decides about it.
    letter.properties.expiration = nil
    letter.properties.isPersistent = true
    for header in EnvelopeHeader.ofDeadLetters { letter.properties.headers[header] = nil }
    letter.properties.headers[EnvelopeHeader.deadReason] = .string(String(error.reason.prefix(longestReason)))
    letter.properties.headers[EnvelopeHeader.deadClass] = .string(error.kind.rawValue)
    letter.properties.headers[EnvelopeHeader.deadQueue] = .string(queue)
    letter.properties.headers[EnvelopeHeader.deadExchange] = .string(exchange)
    letter.properties.headers[EnvelopeHeader.deadRoutingKey] = .string(routingKey)
    letter.properties.headers[EnvelopeHeader.deadID] = .string(id)
    letter.properties.headers[EnvelopeHeader.deadRedelivered] = isRedelivered ? true : nil
    if dropped > 0 {
      letter.properties.headers[EnvelopeHeader.deadDroppedHeaders] = .int(Int64(dropped))
    }
    return letter
  }
}
