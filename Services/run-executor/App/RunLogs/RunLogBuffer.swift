import Domain
import Foundation

/// What is kept of the log of one attempt: so many lines and bytes, and when that is too little the oldest of the
/// lines that matter less leave first.
struct RunLogBuffer: Sendable {
  /// One line, free of secrets.
  struct Line: Sendable, Equatable {
    var at: Date
    var level: RunLogLine.Level
    var message: String
    /// In the order of the keys.
    var metadata: [(key: String, value: String)] = []

    /// What it counts for: its text, and something for its row.
    var size: Int {
      metadata.reduce(message.utf8.count + 32) { $0 + $1.key.utf8.count + $1.value.utf8.count + 8 }
    }

    static func == (left: Line, right: Line) -> Bool {
      left.at == right.at && left.level == right.level && left.message == right.message
        && left.metadata.elementsEqual(right.metadata) { $0 == $1 }
    }
  }

  /// What one line may count for; more of its metadata is left out.
  static let largestLine = 4 << 10

  let mostLines: Int
  let mostBytes: Int
  private(set) var lines: [Line] = []
  /// Lines that left, by level.
  private(set) var dropped: [RunLogLine.Level: Int] = [:]
  private var bytes = 0

  init(mostLines: Int = 200, mostBytes: Int = 32 << 10) {
    self.mostLines = mostLines
    self.mostBytes = mostBytes
  }

  mutating func append(_ line: Line) {
    var line = line
    while line.size > Self.largestLine, !line.metadata.isEmpty { line.metadata.removeLast() }
    lines.append(line)
    bytes += line.size
    while lines.count > mostLines || bytes > mostBytes, drop() {}
  }

  /// The lines of at least this level; how many of them had to leave is told in front.
  func lines(from level: RunLogLine.Level) -> [Line] {
    let kept = lines.filter { $0.level >= level }
    let missing = dropped.reduce(0) { $1.key >= level ? $0 + $1.value : $0 }
    guard missing > 0 else { return kept }
    let at = kept.first?.at ?? lines.first?.at ?? Date(timeIntervalSince1970: 0)
    return [
      Line(
        at: at, level: .notice, message: "earlier lines were left out",
        metadata: [("lines", "\(missing)")])
    ] + kept
  }

  /// Lets the oldest line of the least level go.
  private mutating func drop() -> Bool {
    guard let least = lines.map(\.level).min(), let index = lines.firstIndex(where: { $0.level == least })
    else { return false }
    bytes -= lines[index].size
    dropped[least, default: 0] += 1
    lines.remove(at: index)
    return true
  }
}
