import AMQP
import Contracts

extension AMQPClient {
  /// Publishes an envelope and waits for the broker's confirm.
  public func publish(
    _ envelope: Envelope, to exchange: Exchange, routingKey: String, mandatory: Bool,
    timeout: Duration = .seconds(10)
  ) async throws(AMQPError) {
    try await publish(
      envelope.amqpMessage, exchange: exchange.rawValue, routingKey: routingKey, mandatory: mandatory,
      timeout: timeout)
  }
}
