/// The commands that wait for an answer: who waits, and until when.
struct PendingReplies<Waiter> {
  private struct Entry {
    let waiter: Waiter
    let deadline: ContinuousClock.Instant
  }

  private var entries: [String: Entry] = [:]

  var count: Int { entries.count }

  mutating func add(_ waiter: Waiter, for id: String, until deadline: ContinuousClock.Instant) {
    entries[id] = Entry(waiter: waiter, deadline: deadline)
  }

  /// Whose answer this is; nil when nobody waits for it any more.
  mutating func take(_ id: String) -> Waiter? { entries.removeValue(forKey: id)?.waiter }

  /// Those whose time is over.
  mutating func takeExpired(at now: ContinuousClock.Instant) -> [Waiter] {
    let expired = entries.filter { $0.value.deadline <= now }
    for id in expired.keys { entries[id] = nil }
    return expired.values.map(\.waiter)
  }

  mutating func takeAll() -> [Waiter] {
    defer { entries = [:] }
    return entries.values.map(\.waiter)
  }
}
