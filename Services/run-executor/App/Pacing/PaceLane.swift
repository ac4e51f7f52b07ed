import Domain

/// The requests of one endpoint that want to go out: first come, first served, as fast as its rate allows.
struct PaceLane: Sendable {
  typealias Ticket = UInt64
  typealias Instant = ContinuousClock.Instant

  /// Nil: without a limit.
  private var bucket: TokenBucket?
  private var queue: [Ticket] = []
  private var nextTicket: Ticket = 0

  var isEmpty: Bool { queue.isEmpty }

  /// Sets the rate; those who wait go on by the new one.
  mutating func limit(to perSecond: Double?, at now: Instant) {
    guard let perSecond else { return bucket = nil }
    // A tenth of a second's worth at once makes up for clocks that wake late, and is no burst for the source.
    let rate = TokenBucket.Rate(perSecond: perSecond, burst: max(1, perSecond / 10))
    guard bucket?.rate != rate else { return }
    if bucket == nil { bucket = TokenBucket(rate, at: now) } else { bucket?.change(to: rate, at: now) }
  }

  /// Joins the queue.
  mutating func enter() -> Ticket {
    nextTicket += 1
    queue.append(nextTicket)
    return nextTicket
  }

  /// Asks for the ticket's turn.
  /// - Returns: nil when it has come, and the ticket is used up; else after how long to ask again.
  mutating func turn(of ticket: Ticket, at now: Instant) -> Duration? {
    guard let position = queue.firstIndex(of: ticket) else { return nil }
    guard var bucket else {
      queue.remove(at: position)
      return nil
    }
    guard position == 0 else { return .seconds(Double(position) / bucket.rate.perSecond) }
    defer { self.bucket = bucket }
    if let wait = bucket.take(1, at: now) { return wait }
    queue.removeFirst()
    return nil
  }

  /// Leaves the queue; a ticket that is used up already is none the worse.
  mutating func leave(_ ticket: Ticket) { queue.removeAll { $0 == ticket } }
}
