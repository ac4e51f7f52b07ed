import Contracts
import CrashPoints
import Domain
import Foundation
import Logging
import Postgres
import ServiceRuntime
import Storage

/// Carries out the fires that are due: the runs, the skipped rows and the next fire of each schedule in one transaction,
/// so that a planned time is accounted for exactly once whoever dies when.
struct DuePass: Sendable {
  let database: PostgresPool
  let metrics: ClockMetrics
  let logger: Logger

  static let batchSize = 500

  struct Report: Sendable {
    /// Schedules that were looked at; a full batch means that there may be more.
    var claimed = 0
    /// Schedules that are due but are to be paused, since a run of theirs has failed.
    var failing: [UUID] = []
    /// Whether messages wait in the outbox.
    var hasMessages = false
  }

  func run() async throws -> Report {
    let (report, tally) = try await database.transaction { transaction in
      try await fire(in: transaction)
    }
    metrics.record(tally)
    return report
  }

  private func fire(in transaction: PostgresConnection) async throws -> (Report, ClockMetrics.Tally) {
    let claimed = try await ScheduleStateStore.claimDue(atMost: Self.batchSize, in: transaction)
    var report = Report(claimed: claimed.count, failing: claimed.filter(\.hasFailed).map(\.collection.id))
    var tally = ClockMetrics.Tally()
    var due = claimed.filter { !$0.hasFailed }
    guard !due.isEmpty else { return (report, tally) }
    try await BufferedFires(transaction: transaction).startFirst(&due)
    let now = try await ScheduleStateStore.now(in: transaction)
    let decisions = due.map { DueDecision.decide($0, now: now) }
    var states = decisions.map(\.state)
    var skipped = decisions.compactMap(\.missed)
    var fires: [FireRounds.Fire] = []
    for (schedule, decision) in zip(due, decisions) {
      switch decision.fire {
      case .none: break
      case .run(let plannedAt): fires.append(.init(schedule: schedule, plannedAt: plannedAt))
      case .skip(let row): skipped.append(row)
      }
    }
    let outcome = try await FireRounds(transaction: transaction).run(fires)
    skipped += outcome.skipped
    let planned = Dictionary(uniqueKeysWithValues: fires.map { ($0.collectionID, $0.plannedAt) })
    for index in states.indices {
      let id = states[index].collectionID
      if outcome.made.contains(id) {
        states[index].lastFireAt = planned[id]
        tally.lateness.append(due[index].state.next.map { now.timeIntervalSince($0.dueAt) } ?? 0)
      }
      if outcome.buffered.contains(id) { states[index].bufferedFor = planned[id] }
    }
    for id in outcome.repeated {
      logger.error("A planned time has its run already.", metadata: [LogKey.collectionID: "\(id.lowercased)"])
    }
    try await SkippedFires.insert(skipped, in: transaction)
    CrashPoint.reach(.schedulerBeforeNextFire)
    try await ScheduleStateStore.put(states, in: transaction)
    tally.made = outcome.made.count
    tally.buffered = outcome.buffered.count
    tally.cancelled = outcome.cancelled
    for row in skipped { tally.skipped[row.reason, default: 0] += 1 }
    report.hasMessages = true
    return (report, tally)
  }
}
