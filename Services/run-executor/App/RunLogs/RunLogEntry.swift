import Domain
import Foundation
import Logging
import ServiceRuntime

/// A line of a run's log as it was written. It may hold secrets, and is neither shown nor stored like this.
struct RunLogEntry: Sendable {
  /// Characters of one message or value.
  private static let longestText = 1_000
  /// What a line may count for that is stored; more of its metadata is left out.
  static let largestText = 4 << 10

  let at: Date
  let level: RunLogLine.Level
  let message: String
  let metadata: Logger.Metadata
  /// What it counts for: its text, and something for its row.
  let size: Int

  init(at: Date, level: RunLogLine.Level, message: String, metadata: Logger.Metadata = [:]) {
    self.at = at
    self.level = level
    self.message = message
    self.metadata = metadata
    size = metadata.reduce(message.utf8.count + 32) { $0 + Self.size(of: $1.value, under: $1.key) }
  }

  private init(_ text: RunLogText) {
    let metadata = Logger.Metadata(text.metadata.map { ($0.key, .string($0.value)) }) { first, _ in first }
    self.init(at: text.at, level: text.level, message: text.message, metadata: metadata)
  }

  /// Free of everything that looks like a secret, and of those that the redactor knows.
  func text(_ redactor: Redactor, without implied: Set<String>) -> RunLogText {
    var text = RunLogText(
      at: at, level: level, message: redactor.sanitise(message, limit: Self.longestText),
      metadata: FlatMetadata.entries(
        of: metadata.filter { !implied.contains($0.key) }, sanitisedBy: redactor, limit: Self.longestText))
    while text.size > Self.largestText, !text.metadata.isEmpty { text.metadata.removeLast() }
    return text
  }

  /// One that is worth keeping as it is; a larger one has to become text first, since cutting what may be a secret leaves
  /// half of it.
  func bounded(_ redactor: Redactor, without implied: Set<String>) -> RunLogEntry {
    size <= Self.largestText ? self : RunLogEntry(text(redactor, without: implied))
  }

  private static func size(of value: Logger.Metadata.Value, under key: String) -> Int {
    switch value {
    case .string(let text): key.utf8.count + text.utf8.count + 8
    case .stringConvertible(let other): key.utf8.count + other.description.utf8.count + 8
    case .dictionary(let inner): inner.reduce(0) { $0 + size(of: $1.value, under: key) + $1.key.utf8.count }
    case .array(let elements): elements.reduce(0) { $0 + size(of: $1, under: key) + 4 }
    }
  }
}
