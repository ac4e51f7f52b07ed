import AMQP
import Contracts
import JSON
import Storage

extension DeadLetter {
  /// The message as far as the row tells: for a copy that is missing, where the message itself is gone.
  var message: AMQPMessage {
    var properties = AMQPProperties(
      messageID: messageID, type: type, correlationID: correlationID, timestamp: at, appID: appID)
    for (name, value) in headers.objectValue ?? [:] {
      switch value {
      case .string(let text): properties.headers[name] = .string(text)
      case .int(let number): properties.headers[name] = .int(number)
      case .bool(let isTrue): properties.headers[name] = .bool(isTrue)
      default: break
      }
    }
    properties.headers[EnvelopeHeader.deadReason] = .string(words)
    properties.headers[EnvelopeHeader.deadClass] = .string(reason.rawValue)
    properties.headers[EnvelopeHeader.deadQueue] = .string(queue)
    properties.headers[EnvelopeHeader.deadExchange] = exchange.map { .string($0) }
    properties.headers[EnvelopeHeader.deadRoutingKey] = routingKey.map { .string($0) }
    return AMQPMessage(body: body.bytes, properties: properties)
  }
}
