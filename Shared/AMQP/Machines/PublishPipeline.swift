/// Decides which message is written when, and what each caller is told.
///
/// ```
///   down ──connected──▶ opening ──channelReady──▶ open ──channelClosed──▶ opening
///    ▲                     │                       │
///    └─────connectionLost──┴───────────────────────┘
/// ```
/// Messages are written in the order of ``enqueue(_:)``, at most `window` unconfirmed at once, and none while
/// the broker has blocked the connection.
struct PublishPipeline<Token> {
  /// A message and whom to tell.
  struct Item {
    let outgoing: AMQPOutgoing
    let deadline: ContinuousClock.Instant
    let token: Token
  }

  typealias Completion = ConfirmTracker<Token>.Completion

  enum State: Hashable {
    /// No connection: messages are refused. To `opening`.
    case down
    /// The channel is being opened: messages wait. To `open` or `down`.
    case opening
    /// Messages are written. To `opening` or `down`.
    case open
  }

  private(set) var state = State.down
  private(set) var isBlocked = false
  /// Counts the channels; confirmations belong to the newest.
  private(set) var epoch: UInt64 = 0
  private let window: Int
  private var waiting = FIFO<Item>()
  private var confirms = ConfirmTracker<Token>()

  init(window: Int) { self.window = window }

  /// How many messages are unconfirmed.
  var outstanding: Int { confirms.outstanding }
  /// How many messages are not yet written.
  var waitingCount: Int { waiting.count }

  mutating func connected() {
    state = .opening
    isBlocked = false
  }

  mutating func channelReady() {
    guard state == .opening else { return }
    state = .open
    epoch += 1
  }

  /// Takes a message in, or refuses it at once.
  mutating func enqueue(_ item: Item) -> Completion? {
    guard state != .down else {
      return Completion(token: item.token, error: AMQPError(.notConnected, operation: "publish"))
    }
    waiting.append(item)
    return nil
  }

  /// The next message to write now; it counts as unconfirmed from here on.
  mutating func next() -> AMQPOutgoing? {
    guard state == .open, !isBlocked, confirms.outstanding < window, let item = waiting.popFirst() else {
      return nil
    }
    confirms.register(item.token, message: item.outgoing, deadline: item.deadline)
    return item.outgoing
  }

  mutating func blocked() { isBlocked = true }
  mutating func unblocked() { isBlocked = false }

  mutating func returned(_ message: MessageReturn, messageID: String?) {
    confirms.returned(message, messageID: messageID)
  }

  mutating func confirmed(tag: UInt64, isMultiple: Bool, isPositive: Bool) -> [Completion] {
    confirms.confirm(tag: tag, isMultiple: isMultiple, isPositive: isPositive)
  }

  /// Answers callers whose deadline has passed, written or not.
  mutating func expire(at now: ContinuousClock.Instant) -> [Completion] {
    let code: AMQPError.Code = isBlocked ? .blocked : .timedOut
    let unwritten = waiting.removeAll { $0.deadline <= now }.map {
      Completion(token: $0.token, error: AMQPError(code, operation: "publish"))
    }
    return unwritten + confirms.expire(at: now, code: code)
  }

  var nextDeadline: ContinuousClock.Instant? {
    var earliest = confirms.nextDeadline
    waiting.forEach { earliest = min(earliest ?? $0.deadline, $0.deadline) }
    return earliest
  }

  /// The broker closed the channel over one of the unconfirmed messages; unwritten ones wait for the next.
  ///
  /// Where the broker names the exchange it objects to, only messages for it carry the broker's code: the
  /// others were lost in passing and may be published again.
  mutating func channelClosed(_ reason: CloseReason) -> [Completion] {
    state = .opening
    let isOnlyOne = confirms.outstanding == 1
    return confirms.failAll { exchange in
      if isOnlyOne || reason.text.contains("exchange '\(exchange)'") {
        return .channelClosed(reason, operation: "publish")
      }
      return AMQPError(
        .channelClosed, replyCode: reason.replyCode, operation: "publish", brokerText: reason.text,
        isOutcomeUnknown: true)
    }
  }

  /// Everything fails: unwritten messages as not connected, written ones with an unknown outcome.
  mutating func connectionLost(_ error: AMQPError) -> [Completion] {
    state = .down
    isBlocked = false
    let unwritten = waiting.removeAll { _ in true }.map {
      Completion(token: $0.token, error: AMQPError(.notConnected, operation: "publish"))
    }
    let written = confirms.failAll { _ in .lostInFlight(error) }
    return written + unwritten
  }
}

extension PublishPipeline.Item: Sendable where Token: Sendable {}
