import AMQP
import Contracts
import Foundation
import Messaging
import Storage

extension OutboxMessage {
  /// The message as it is sent; a copy for the journal says where the message itself was sent to.
  func outgoing(from appID: String, timeout: Duration) -> AMQPOutgoing {
    outgoing(to: exchange, copyOf: journalOf, from: appID, timeout: timeout)
  }

  /// What the journal gets beside it; nil where its stream is bound to the exchange.
  func journalCopy(from appID: String, timeout: Duration) -> AMQPOutgoing? {
    guard exchange.journalWay == .copied else { return nil }
    return outgoing(to: .journal, copyOf: exchange, from: appID, timeout: timeout)
  }

  func envelope(from appID: String) -> Envelope {
    Envelope(
      messageID: id.lowercased, type: type, correlationID: correlationID, causationID: causationID,
      replayOf: replayOf, runID: runID, endpointID: endpointID, traceparent: traceparent, appID: appID,
      expirationMilliseconds: expirationMilliseconds,
      body: [UInt8](body.utf8))
  }

  private func outgoing(
    to exchange: Exchange, copyOf original: Exchange?, from appID: String, timeout: Duration
  ) -> AMQPOutgoing {
    var message = envelope(from: appID).amqpMessage
    if original != nil { message.properties.expiration = nil }
    return AMQPOutgoing(
      original.map { message.journalCopy(of: $0) } ?? message, exchange: exchange.rawValue,
      routingKey: routingKey, mandatory: original != nil || isMandatory, timeout: timeout)
  }
}
