import AMQP
import Storage

/// What a failure to publish says about the way of a message.
enum RelayFailure: Sendable, Equatable {
  /// No queue is bound for it.
  case unroutable
  /// The queue it belongs to did not take it or kept the broker waiting: messages of other routes must not wait
  /// behind it.
  case silent
  /// The broker or the connection was not to be had; nothing is known about the route.
  case unavailable

  init(_ error: AMQPError) {
    self =
      switch error.code {
      case .unroutable: .unroutable
      case .nacked: .silent
      // Without this, the message was not even written.
      case .timedOut where error.isOutcomeUnknown: .silent
      default: .unavailable
      }
  }
}
