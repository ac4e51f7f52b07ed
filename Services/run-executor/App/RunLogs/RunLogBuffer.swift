import Domain
import Foundation
import Logging

/// What is kept of the log of one attempt: so many lines and bytes, and when that is too little the oldest of the
/// lines that matter less leave first.
struct RunLogBuffer: Sendable {
  let mostLines: Int
  let mostBytes: Int
  private(set) var entries: [RunLogEntry] = []
  /// Lines that left, by level.
  private(set) var dropped: [RunLogLine.Level: Int] = [:]
  private var bytes = 0

  init(mostLines: Int = 200, mostBytes: Int = 32 << 10) {
    self.mostLines = mostLines
    self.mostBytes = mostBytes
  }

  mutating func append(_ entry: RunLogEntry) {
    entries.append(entry)
    bytes += entry.size
    while entries.count > mostLines || bytes > mostBytes, drop() {}
  }

  /// The lines of at least this level; how many of them had to leave is told in front.
  func entries(from level: RunLogLine.Level) -> [RunLogEntry] {
    let kept = entries.filter { $0.level >= level }
    let missing = dropped.reduce(0) { $1.key >= level ? $0 + $1.value : $0 }
    guard missing > 0 else { return kept }
    let at = kept.first?.at ?? entries.first?.at ?? Date(timeIntervalSince1970: 0)
    return [
      RunLogEntry(
        at: at, level: .notice, message: "earlier lines were left out", metadata: ["lines": "\(missing)"])
    ] + kept
  }

  /// Lets the oldest line of the least level go.
  private mutating func drop() -> Bool {
    guard let least = entries.map(\.level).min(),
      let index = entries.firstIndex(where: { $0.level == least })
    else { return false }
    bytes -= entries[index].size
    dropped[least, default: 0] += 1
    entries.remove(at: index)
    return true
  }
}
