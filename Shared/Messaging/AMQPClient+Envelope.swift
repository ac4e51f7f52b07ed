import AMQP
import Contracts
import Telemetry

extension AMQPClient {
  /// Publishes an envelope and waits for the broker's confirm. In a trace it is a span of it, and the message carries
  /// it on.
  public func publish(
    _ envelope: Envelope, to exchange: Exchange, routingKey: String, mandatory: Bool,
    timeout: Duration = .seconds(10)
  ) async throws(AMQPError) {
    try await Traces.span("send \(exchange.rawValue)", ofKind: .producer) { span throws(AMQPError) in
      span.describe(envelope, "send", exchange.rawValue)
      var envelope = envelope
      if let trace = TraceContext.current { envelope.traceparent = trace.traceparent }
      try await publish(
        envelope.amqpMessage, exchange: exchange.rawValue, routingKey: routingKey, mandatory: mandatory,
        timeout: timeout)
    }
  }
}
