import Tracing

/// What a span is between processes: the kinds of OpenTelemetry.
public enum SpanRole: Sendable {
  /// A step within the process.
  case `internal`
  /// Answers a request of another process.
  case server
  /// Asks another process and waits for its answer.
  case client
  /// Sends a message that somebody handles later.
  case producer
  /// Handles a message.
  case consumer

  var kind: SpanKind {
    switch self {
    case .internal: .internal
    case .server: .server
    case .client: .client
    case .producer: .producer
    case .consumer: .consumer
    }
  }
}
