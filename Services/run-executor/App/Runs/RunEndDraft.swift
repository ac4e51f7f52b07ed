import Domain
import Foundation
import JSON
import Storage

/// The end of a run on its way to the database.
struct RunEndDraft: Sendable {
  let hold: RunClaims.Hold
  let verdict: RunVerdict
  /// Recorded with the end.
  let activities: [RunActivity]
  /// What a successful run found.
  let catalog: FoundCatalog?
  /// The source's version, if it told one.
  let detectedVersion: String?
  /// When the session began to write.
  let writeStart: Date
  /// The try of writing, from 1.
  var writeAttempt = 1
  /// Kept with the run.
  var log: [RunLogLine] = []

  /// The rows to write, after the catalog has been stored in the same transaction.
  /// - Parameter change: what the catalog's storing did; nil without a catalog.
  func end(change: CatalogChange?, at now: Date) -> RunEnd {
    var activities = activities
    var markStart = writeStart
    if change != nil {
      activities.append(activity(.persistCatalogRecords, from: writeStart, to: now))
      markStart = now
    }
    activities.append(activity(verdict.activity, from: markStart, to: now))
    var stats = change?.stats.objectValue
    if let detectedVersion { stats?["sourceVersion"] = .string(detectedVersion) }
    return RunEnd(
      hold: hold, outcome: verdict.outcome, stats: stats.map { .object($0) }, activities: activities)
  }

  private func activity(_ name: ActivityName, from start: Date, to end: Date) -> RunActivity {
    RunActivity(
      runID: hold.runID, name: name.rawValue, attempt: writeAttempt, startedAt: start,
      endedAt: max(start, end),
      outcome: .ok, error: nil)
  }
}
