import AMQP
import Contracts
import Telemetry

extension Envelope {
  /// Where in which trace the message was sent.
  public var trace: TraceContext? { traceparent.flatMap { TraceContext(traceparent: $0) } }

  /// Handles the message as a span of its sender's trace; what is sent meanwhile has this span as its parent.
  /// - Parameter source: the queue, or what a queue made for one endpoint or process is called in general.
  public func processing<Value: Sendable, Failure: Error>(
    from source: String, isolation: isolated (any _Concurrency.Actor)? = #isolation,
    _ body: (Envelope, ActiveSpan) async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    try await Traces.span("process \(source)", ofKind: .consumer, continuing: trace) {
      (span) async throws(Failure) -> Value in
      span.describe(self, "process", source)
      var envelope = self
      if span.isRecording { envelope.traceparent = TraceContext.current?.traceparent }
      return try await body(envelope, span)
    }
  }
}

extension TraceContext {
  /// Where in which trace a message was sent.
  public init?(of message: AMQPMessage) {
    guard let text = message.properties.headers[EnvelopeHeader.traceparent]?.stringValue else { return nil }
    self.init(traceparent: text)
  }
}

extension ActiveSpan {
  /// Says what a message is, in the words of the semantic conventions for messaging.
  /// - Parameters:
  ///   - operation: `send` or `process`.
  ///   - destination: exchange or queue.
  public func describe(_ envelope: Envelope, _ operation: String, _ destination: String) {
    guard isRecording else { return }
    set("messaging.system", "rabbitmq")
    set("messaging.operation.name", operation)
    set("messaging.operation.type", operation)
    set("messaging.destination.name", destination)
    set("messaging.message.id", envelope.messageID)
    set("messaging.message.conversation_id", envelope.correlationID)
    set("messaging.message.body.size", envelope.body.count)
    set("nucleus.message.type", envelope.type.rawValue)
    set("nucleus.run.id", envelope.runID?.lowercased)
    set("nucleus.endpoint.id", envelope.endpointID?.lowercased)
    set("nucleus.replay.of", envelope.replayOf)
  }
}
