import AMQP
import Contracts

extension AMQPMessage {
  /// What the journal gets of a message that was sent to an exchange its stream is not bound to: it says where the
  /// message itself went.
  public func journalCopy(of exchange: Exchange) -> AMQPMessage {
    var copy = self
    copy.properties.headers[EnvelopeHeader.journalExchange] = .string(exchange.rawValue)
    return copy
  }
}
