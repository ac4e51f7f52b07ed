import AMQP
import Contracts

extension AMQPDelivery {
  /// Nobody has been done with the message of a shared queue in all its tries: it is to be filed now, since the broker
  /// would drop it soon.
  /// - Throws: ``EnvelopeError`` then.
  public func checkTries() throws(EnvelopeError) {
    guard deliveriesBefore >= Queue.triesOfSharedQueues else { return }
    throw EnvelopeError(
      .exhausted, reason: "delivered \(deliveriesBefore) times, and nobody was ever done with it")
  }
}
