/// Puts a message together from the frames of one channel: method, header, bodies.
struct ContentAssembler<Head> {
  enum Outcome {
    /// More frames must come.
    case incomplete
    case complete(Head, AMQPMessage)
    /// The frames do not follow the protocol; the connection cannot be trusted any more.
    case violation
  }

  private enum State {
    case idle
    case head(Head)
    case content(Head, size: Int, AMQPMessage)
  }

  private var state = State.idle

  /// Whether a message has begun and is not complete.
  var isMidMessage: Bool {
    if case .idle = state { false } else { true }
  }

  mutating func begin(_ head: Head) -> Outcome {
    guard case .idle = state else { return .violation }
    state = .head(head)
    return .incomplete
  }

  mutating func header(bodySize: Int, properties: AMQPProperties) -> Outcome {
    guard case .head(let head) = state else { return .violation }
    let message = AMQPMessage(body: [], properties: properties)
    guard bodySize > 0 else {
      state = .idle
      return .complete(head, message)
    }
    state = .content(head, size: bodySize, message)
    return .incomplete
  }

  mutating func body(_ part: [UInt8]) -> Outcome {
    guard case .content(let head, let size, var message) = state else { return .violation }
    state = .idle
    if message.body.isEmpty {
      message.body = part
    } else {
      message.body.append(contentsOf: part)
    }
    if message.body.count == size { return .complete(head, message) }
    guard message.body.count < size else { return .violation }
    state = .content(head, size: size, message)
    return .incomplete
  }
}
