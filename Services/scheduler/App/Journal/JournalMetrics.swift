import Foundation
import Metrics
import Storage

/// How far the index of the journal is behind, and whether the journal is complete.
struct JournalMetrics: Sendable {
  private let isIndexing = Gauge(label: "nucleus.journal.indexing")
  private let indexed = Counter(label: "nucleus.journal.indexed")
  private let lag = Gauge(label: "nucleus.journal.lag_seconds")
  private let lastPass = Gauge(label: "nucleus.journal.last_pass_timestamp")
  private let missingRelayed = Gauge(label: "nucleus.journal.missing", dimensions: [("source", "relayed")])
  private let missingCommands = Gauge(label: "nucleus.journal.missing", dimensions: [("source", "commands")])

  /// Another scheduler writes the index.
  func standby() {
    isIndexing.record(0)
    lag.record(0)
    for gauge in [missingRelayed, missingCommands] { gauge.record(0) }
  }

  func indexed(_ entries: [JournalEntry], at now: Date) {
    isIndexing.record(1)
    lastPass.record(now.timeIntervalSince1970)
    indexed.increment(by: entries.count)
    // The oldest of the batch waited longest.
    if let first = entries.first { lag.record(max(0, now.timeIntervalSince(first.publishedAt))) }
  }

  func quiet(at now: Date) {
    isIndexing.record(1)
    lastPass.record(now.timeIntervalSince1970)
    lag.record(0)
  }

  func checked(_ report: JournalCompleteness.Report) {
    missingRelayed.record(report.relayed)
    missingCommands.record(report.commands)
  }
}
