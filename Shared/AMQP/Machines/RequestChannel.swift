/// Decides the order of declarations and other requests on their channel: one at a time, so that a channel the
/// broker closes is the fault of exactly one of them.
///
/// ```
///   down ──connected──▶ opening ──openOK──▶ idle ──▶ awaiting ──reply──▶ idle
///    ▲                     ▲                            │
///    │                     ├───────channelClosed────────┤
///    │                     └──closeOK── closing ◀─expired┘
///    └── connectionLost from every state
/// ```
struct RequestChannel<Token> {
  struct Request {
    let method: OutboundMethod
    let operation: String
    let token: Token
  }

  enum Action {
    case send(OutboundMethod)
    /// The count is the messages of a queue, 0 for requests that have none.
    case complete(Token, Result<Int, AMQPError>)
  }

  private enum State {
    /// No connection: requests are refused.
    case down
    /// The channel is being opened: requests wait.
    case opening
    case idle
    case awaiting(Request)
    /// A request was given up: its channel must go, so that a late answer cannot pass for another's.
    case closing
  }

  private var state = State.down
  private var waiting = FIFO<Request>()

  /// Whether an answer is due, to be guarded by a deadline.
  var isAwaiting: Bool {
    switch state {
    case .opening, .awaiting, .closing: true
    case .down, .idle: false
    }
  }

  mutating func connected() -> [Action] {
    state = .opening
    return [.send(.channelOpen)]
  }

  mutating func request(_ request: Request) -> [Action] {
    if case .down = state {
      return [.complete(request.token, .failure(AMQPError(.notConnected, operation: request.operation)))]
    }
    waiting.append(request)
    return sendNext()
  }

  mutating func opened() -> [Action] {
    guard case .opening = state else { return [] }
    state = .idle
    return sendNext()
  }

  mutating func replied(count: Int) -> [Action] {
    guard case .awaiting(let request) = state else { return [] }
    state = .idle
    return [.complete(request.token, .success(count))] + sendNext()
  }

  /// The broker closed the channel, which is the answer to the current request.
  mutating func channelClosed(_ reason: CloseReason) -> [Action] {
    defer { state = .opening }
    guard case .awaiting(let request) = state else { return [.send(.channelOpen)] }
    let error = AMQPError.channelClosed(reason, operation: request.operation)
    return [.complete(request.token, .failure(error)), .send(.channelOpen)]
  }

  /// The deadline of the current request passed.
  /// - Returns: nil when the channel itself does not answer: the connection is to be given up.
  mutating func expired() -> [Action]? {
    guard case .awaiting(let request) = state else { return nil }
    state = .closing
    let error = AMQPError(.timedOut, operation: request.operation)
    return [.complete(request.token, .failure(error)), .send(.channelClose)]
  }

  mutating func closeConfirmed() -> [Action] {
    guard case .closing = state else { return [] }
    state = .opening
    return [.send(.channelOpen)]
  }

  mutating func connectionLost() -> [Action] {
    var failed: [Request] = []
    if case .awaiting(let request) = state { failed.append(request) }
    state = .down
    failed += waiting.removeAll { _ in true }
    return failed.map {
      .complete($0.token, .failure(AMQPError(.connectionLost, operation: $0.operation)))
    }
  }

  private mutating func sendNext() -> [Action] {
    guard case .idle = state, let request = waiting.popFirst() else { return [] }
    state = .awaiting(request)
    return [.send(request.method)]
  }
}
