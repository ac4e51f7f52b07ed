import Domain
import Logging
import Postgres
import ServiceRuntime
import Storage

/// Writes what happens to runs that do not end here and now: retries, runs handed back, work that was cut off.
final class RunProgressStore: Sendable {
  private struct Entry: Sendable {
    var hold: RunClaims.Hold
    var traces: RunTraces
    var kind: Kind

    var isCancelled: Bool { if case .cancellation = kind { true } else { false } }

    var handBack: RunClaims.HandBack? {
      if case .handBack(let cause) = kind { RunClaims.HandBack(hold, causedBy: cause) } else { nil }
    }
  }

  private enum Kind {
    case progress, cancellation, loss
    case handBack(causedBy: MessageCause?)
  }

  /// What the history says about a run that is handed back.
  static let handBackReason = "handed back: the executor is stopping"

  private let entries: Coalescer<Entry, Void>

  init(database: PostgresPool, afterCommit: @escaping @Sendable () -> Void) {
    entries = Coalescer(maxBatchSize: 500) { batch in
      let cancelled = Self.activities(batch.filter(\.isCancelled))
      let activities = Self.activities(batch.filter { !$0.isCancelled })
      let handBacks = batch.compactMap(\.handBack)
      try await database.transaction { transaction in
        try await RunCompletion.record(activities, in: transaction)
        try await RunCompletion.record(cancelled, ofCancelled: true, in: transaction)
        try await RunClaims.handBack(handBacks, reason: Self.handBackReason, in: transaction)
        try await RunLogStore.append(batch.flatMap(\.traces.log), in: transaction)
      }
      ActivityTimers.record(batch.flatMap(\.traces.activities))
      if !handBacks.isEmpty { afterCommit() }
      return batch.map { _ in .success(()) }
    }
  }

  /// Records activities of a run that goes on.
  func record(_ activities: [RunActivity], of hold: RunClaims.Hold) async throws {
    let traces = RunTraces(activities: activities, log: [])
    try await entries.submit(Entry(hold: hold, traces: traces, kind: .progress))
  }

  /// Records what a run was doing when it was cancelled; changes nothing if it was not.
  func recordCancellation(_ traces: RunTraces, of hold: RunClaims.Hold) async throws {
    guard !traces.isEmpty else { return }
    try await entries.submit(Entry(hold: hold, traces: traces, kind: .cancellation))
  }

  /// Keeps the log of a run that is someone else's by now: it tells what happened and decides nothing.
  func keepLog(_ log: [RunLogLine], of hold: RunClaims.Hold) async throws {
    guard !log.isEmpty else { return }
    try await entries.submit(Entry(hold: hold, traces: RunTraces(activities: [], log: log), kind: .loss))
  }

  private static func activities(
    _ entries: [Entry]
  ) -> [(hold: RunClaims.Hold, activity: RunActivity)] {
    entries.flatMap { entry in entry.traces.activities.map { (hold: entry.hold, activity: $0) } }
  }

  /// Gives a run to another executor.
  func handBack(_ run: RunClaims.HandBack, recording traces: RunTraces) async throws {
    try await entries.submit(Entry(hold: run.hold, traces: traces, kind: .handBack(causedBy: run.cause)))
  }
}
