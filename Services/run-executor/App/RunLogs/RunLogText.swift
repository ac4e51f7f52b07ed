import Domain
import Foundation

/// A line of a run's log, free of secrets.
struct RunLogText: Sendable {
  var at: Date
  var level: RunLogLine.Level
  var message: String
  /// In the order of the keys.
  var metadata: [(key: String, value: String)]

  /// What it counts for: its text, and something for its row.
  var size: Int {
    metadata.reduce(message.utf8.count + 32) { $0 + $1.key.utf8.count + $1.value.utf8.count + 8 }
  }
}
