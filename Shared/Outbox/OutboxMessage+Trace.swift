import AMQP
import Contracts
import Messaging
import Storage
import Telemetry

extension OutboxMessage {
  /// The message as part of the trace in which it was decided, and the span of its sending; nil where the trace is not
  /// recorded.
  func sending(from appID: String) -> (message: OutboxMessage, span: OpenSpan?) {
    guard let traceparent, traceparent.hasSuffix("1"), let decided = TraceContext(traceparent: traceparent),
      let span = Traces.open("send \(exchange.rawValue)", ofKind: .producer, continuing: decided)
    else { return (self, nil) }
    var message = self
    message.traceparent = span.trace.traceparent
    span.active.describe(message.envelope(from: appID), "send", exchange.rawValue)
    return (message, span)
  }
}

extension OpenSpan {
  /// Ends the span of a sending.
  func end(_ result: Result<Void, AMQPError>) {
    switch result {
    case .success: end()
    case .failure(let error): end(failure: "\(error.code)")
    }
  }
}
