import AMQP
import Contracts
import Foundation
import Messaging
import Storage

extension OutboxMessage {
  func outgoing(from appID: String, timeout: Duration) -> AMQPOutgoing {
    let envelope = Envelope(
      messageID: id.lowercased, type: type, correlationID: correlationID, causationID: causationID,
      runID: runID, endpointID: endpointID, traceparent: traceparent, appID: appID,
      body: [UInt8](body.utf8))
    return AMQPOutgoing(
      envelope.amqpMessage, exchange: exchange.rawValue, routingKey: routingKey, mandatory: isMandatory,
      timeout: timeout)
  }
}
