/// What a consumer asks of the broker.
struct ConsumerSpecification: Sendable {
  let queue: String
  let prefetch: UInt16
  let isExclusive: Bool
  /// Where to begin in a stream, asked for at each subscription; nil for a queue.
  let streamOffset: (@Sendable () -> AMQPStreamOffset)?

  init(
    queue: String, prefetch: UInt16, isExclusive: Bool = false,
    streamOffset: (@Sendable () -> AMQPStreamOffset)? = nil
  ) {
    self.queue = queue
    self.prefetch = prefetch
    self.isExclusive = isExclusive
    self.streamOffset = streamOffset
  }

  /// Messages of a stream stay where they are: an acknowledgement is credit for more, and nothing waits for it.
  var isStream: Bool { streamOffset != nil }
}
