/// Which routes are kept apart from the others, because a message for them was not taken, and when each is tried
/// again: after a pause that doubles with every failure.
struct Quarantine: Sendable {
  private struct Entry {
    var failures = 0
    var due: ContinuousClock.Instant
  }

  private var entries: [String: Entry] = [:]

  static let firstPause = Duration.seconds(1)
  static let longestPause = Duration.seconds(30)

  var isEmpty: Bool { entries.isEmpty }
  var routes: [String] { Array(entries.keys) }

  /// Puts a route under quarantine, due at once; one that is there already stays as it is.
  mutating func add(_ route: String, now: ContinuousClock.Instant) {
    if entries[route] == nil { entries[route] = Entry(due: now) }
  }

  mutating func release(_ route: String) { entries[route] = nil }

  /// - Returns: the pause before the next try.
  @discardableResult
  mutating func failed(_ route: String, now: ContinuousClock.Instant) -> Duration? {
    guard var entry = entries[route] else { return nil }
    let pause = min(Self.firstPause * (1 << min(entry.failures, 10)), Self.longestPause)
    entry.failures += 1
    entry.due = now + pause
    entries[route] = entry
    return pause
  }

  /// The routes whose pause is over, those that wait longest first.
  func due(at now: ContinuousClock.Instant, atMost limit: Int) -> [String] {
    entries.filter { $0.value.due <= now }
      .sorted { ($0.value.due, $0.key) < ($1.value.due, $1.key) }
      .prefix(limit).map(\.key)
  }

  /// When the next pause is over.
  var nextDue: ContinuousClock.Instant? { entries.values.map(\.due).min() }
}
