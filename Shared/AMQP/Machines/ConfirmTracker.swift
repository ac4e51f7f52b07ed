/// Matches the confirmations of one channel epoch with the messages published on it.
///
/// The broker numbers the messages of a channel from 1 and confirms them singly or up to a number. A returned
/// message comes without its number, but always before its confirmation: it is the oldest unconfirmed
/// mandatory message of the same exchange, routing key and message id.
struct ConfirmTracker<Token> {
  /// The end of one message; no error means that the broker has taken it.
  struct Completion {
    let token: Token
    let error: AMQPError?
  }

  private struct Entry {
    /// Nil once the caller was answered: the number stays in use until the broker confirms it.
    var token: Token?
    let exchange: String
    let routingKey: String
    let messageID: String?
    let isMandatory: Bool
    let deadline: ContinuousClock.Instant
    var returned: CloseReason?
  }

  /// Messages from `first` on; nil where one was confirmed out of order.
  private var entries: [Entry?] = []
  private var head = 0
  private var first: UInt64 = 1
  /// How many messages the broker has not confirmed, answered callers included.
  private(set) var outstanding = 0

  /// Notes a message that is about to be written.
  /// - Returns: its number on the channel.
  @discardableResult
  mutating func register(
    _ token: Token, message: AMQPOutgoing, deadline: ContinuousClock.Instant
  ) -> UInt64 {
    entries.append(
      Entry(
        token: token, exchange: message.exchange, routingKey: message.routingKey,
        messageID: message.message.properties.messageID, isMandatory: message.isMandatory,
        deadline: deadline, returned: nil))
    outstanding += 1
    return first + UInt64(entries.count - head - 1)
  }

  /// Notes a message that no queue took; its confirmation will complete it as unroutable.
  mutating func returned(_ message: MessageReturn, messageID: String?) {
    for index in head..<entries.count {
      guard let entry = entries[index], entry.isMandatory, entry.returned == nil,
        entry.messageID == messageID, entry.routingKey == message.routingKey,
        entry.exchange == message.exchange
      else { continue }
      entries[index]?.returned = message.reason
      return
    }
  }

  /// Confirmations, positive or negative. Numbers that were never given out or are confirmed already are ignored.
  mutating func confirm(tag: UInt64, isMultiple: Bool, isPositive: Bool) -> [Completion] {
    let last = first + UInt64(entries.count - head)
    // A multiple confirmation of 0 means all messages so far.
    let tag = isMultiple && tag == 0 ? last - 1 : tag
    guard tag >= first, tag < last else { return [] }
    let index = head + Int(tag - first)
    var completions: [Completion] = []
    for index in (isMultiple ? head : index)...index {
      guard let entry = entries[index] else { continue }
      entries[index] = nil
      outstanding -= 1
      guard let token = entry.token else { continue }
      completions.append(Completion(token: token, error: Self.error(of: entry, isPositive: isPositive)))
    }
    dropConfirmedHead()
    return completions
  }

  /// Answers the callers whose deadline has passed with an error of `code`.
  mutating func expire(at now: ContinuousClock.Instant, code: AMQPError.Code) -> [Completion] {
    var completions: [Completion] = []
    for index in head..<entries.count {
      guard let entry = entries[index], let token = entry.token, entry.deadline <= now else { continue }
      entries[index]?.token = nil
      completions.append(
        Completion(token: token, error: AMQPError(code, operation: "publish", isOutcomeUnknown: true)))
    }
    return completions
  }

  /// When the next caller's deadline passes.
  var nextDeadline: ContinuousClock.Instant? {
    var earliest: ContinuousClock.Instant?
    for index in head..<entries.count {
      guard let entry = entries[index], entry.token != nil else { continue }
      earliest = min(earliest ?? entry.deadline, entry.deadline)
    }
    return earliest
  }

  /// Ends the epoch: every caller gets the error that `error` makes for its exchange.
  mutating func failAll(_ error: (_ exchange: String) -> AMQPError) -> [Completion] {
    defer { self = ConfirmTracker() }
    return entries[head...].compactMap { entry in
      guard let entry, let token = entry.token else { return nil }
      return Completion(token: token, error: error(entry.exchange))
    }
  }

  private static func error(of entry: Entry, isPositive: Bool) -> AMQPError? {
    if let returned = entry.returned { return .returned(returned) }
    return isPositive ? nil : AMQPError(.nacked, operation: "publish")
  }

  private mutating func dropConfirmedHead() {
    while head < entries.count, entries[head] == nil {
      head += 1
      first += 1
    }
    if head >= 256 && head * 2 >= entries.count {
      entries.removeFirst(head)
      head = 0
    }
  }
}
