/// Which statements of a session are worth being prepared, and which are.
///
/// The first use of a text runs unprepared, in one round trip, and is only remembered; the second prepares it.
/// When the cache is full the text not used for longest goes.
struct StatementCache {
  enum Plan: Equatable {
    case unprepared
    /// Prepare it under `name` first; before that, free `evicted` on the server.
    case prepare(name: String, evicted: String?)
    case prepared(name: String)
  }

  private struct Entry {
    let types: [UInt32]
    var name: String?
    var lastUse: UInt64
    var columns: ResultColumns?
  }

  private let capacity: Int
  private var entries: [String: Entry] = [:]
  private var uses: UInt64 = 0
  private var names = 0
  /// Prepared on the server and forgotten here.
  private var evicted: [String] = []

  init(capacity: Int) { self.capacity = capacity }

  mutating func plan(for text: String, types: [UInt32]) -> Plan {
    guard capacity > 0 else { return .unprepared }
    uses += 1
    guard var entry = entries[text] else {
      remember(text, types)
      return .unprepared
    }
    // The same text with other types is another statement; the first comer keeps the place.
    guard entry.types == types else { return .unprepared }
    entry.lastUse = uses
    defer { entries[text] = entry }
    if let name = entry.name { return .prepared(name: name) }
    names += 1
    let name = "s\(names)"
    entry.name = name
    return .prepare(name: name, evicted: evicted.popLast())
  }

  private mutating func remember(_ text: String, _ types: [UInt32]) {
    if entries.count >= capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
      forget(oldest.key)
    }
    entries[text] = Entry(types: types, name: nil, lastUse: uses, columns: nil)
  }

  /// The text is no longer to be taken for prepared.
  mutating func forget(_ text: String) {
    if let name = entries.removeValue(forKey: text)?.name { evicted.append(name) }
  }

  /// Preparing failed: the name does not exist on the server.
  mutating func preparationFailed(_ text: String) { entries[text] = nil }

  func columns(for text: String) -> ResultColumns? { entries[text]?.columns }

  mutating func keep(_ columns: ResultColumns, for text: String) {
    guard let known = entries[text], known.columns !== columns else { return }
    entries[text]?.columns = columns
  }
}
