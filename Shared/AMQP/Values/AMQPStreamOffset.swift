/// Where reading a stream begins.
public enum AMQPStreamOffset: Sendable, Hashable {
  /// The oldest message that the stream still holds.
  case first
  /// The newest chunk of messages.
  case last
  /// What is published from now on.
  case next
  /// The message of this number, counted from 0; the oldest one where it is gone.
  case offset(Int64)

  /// The value of the consumer argument `x-stream-offset`.
  var argument: AMQPFieldValue {
    switch self {
    case .first: "first"
    case .last: "last"
    case .next: "next"
    case .offset(let offset): .int(offset)
    }
  }
}
