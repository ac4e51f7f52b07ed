/// Decides about messages that have a channel each, so that one the broker cannot finish holds up no other.
///
/// ```
///   free ──begin──▶ awaiting ──confirmed, expired──▶ closing ──closeConfirmed──▶ free
///                      └────────channelClosed───────────┴──────────────────────▶ free
/// ```
/// A channel whose message got no answer stays in use until the broker has closed it, which may take a minute.
struct IsolatedPublishes<Token> {
  typealias Completion = ConfirmTracker<Token>.Completion

  private enum Phase {
    /// The message is written; a return comes before its confirmation.
    case awaiting(Token, deadline: ContinuousClock.Instant, returned: CloseReason?)
    /// The broker was told to close the channel. Confirmations that still come are too late.
    case closing
  }

  private var phases: [UInt16: Phase] = [:]
  private var numbers = ChannelNumbers(channelMax: 0)

  /// How many channels are in use.
  var count: Int { phases.count }

  mutating func connected(channelMax: Int) {
    numbers = ChannelNumbers(channelMax: channelMax)
  }

  /// - Returns: the channel for a message that is about to be written; nil when all are in use.
  mutating func begin(_ token: Token, deadline: ContinuousClock.Instant) -> UInt16? {
    guard let channel = numbers.take() else { return nil }
    phases[channel] = .awaiting(token, deadline: deadline, returned: nil)
    return channel
  }

  mutating func returned(_ reason: CloseReason, on channel: UInt16) {
    guard case .awaiting(let token, let deadline, _) = phases[channel] else { return }
    phases[channel] = .awaiting(token, deadline: deadline, returned: reason)
  }

  /// - Returns: whom to tell; the channel is to be closed then.
  mutating func confirmed(isPositive: Bool, on channel: UInt16) -> Completion? {
    guard case .awaiting(let token, _, let returned) = phases[channel] else { return nil }
    phases[channel] = .closing
    if let returned { return Completion(token: token, error: .returned(returned)) }
    return Completion(token: token, error: isPositive ? nil : AMQPError(.nacked, operation: "publish"))
  }

  /// - Returns: those whose deadline has passed; their channels are to be closed.
  mutating func expire(at now: ContinuousClock.Instant) -> [(channel: UInt16, completion: Completion)] {
    var expired: [(UInt16, Completion)] = []
    for (channel, phase) in phases {
      guard case .awaiting(let token, let deadline, _) = phase, deadline <= now else { continue }
      phases[channel] = .closing
      let error = AMQPError(.timedOut, operation: "publish", isOutcomeUnknown: true)
      expired.append((channel, Completion(token: token, error: error)))
    }
    return expired
  }

  /// The broker closed the channel.
  mutating func channelClosed(_ reason: CloseReason, on channel: UInt16) -> Completion? {
    guard let phase = phases.removeValue(forKey: channel) else { return nil }
    numbers.give(back: channel)
    guard case .awaiting(let token, _, _) = phase else { return nil }
    return Completion(token: token, error: .channelClosed(reason, operation: "publish"))
  }

  mutating func closeConfirmed(on channel: UInt16) {
    guard case .closing = phases[channel] else { return }
    phases[channel] = nil
    numbers.give(back: channel)
  }

  mutating func connectionLost(_ error: AMQPError) -> [Completion] {
    defer { phases = [:] }
    return phases.values.compactMap { phase in
      guard case .awaiting(let token, _, _) = phase else { return nil }
      return Completion(token: token, error: .lostInFlight(error))
    }
  }
}
