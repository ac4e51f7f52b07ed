import Contracts
import Domain
import Foundation
import Logging
import Postgres
import ServiceRuntime
import Storage

/// Pauses schedules that are to stop when a run of theirs fails.
struct FailurePause: Sendable {
  let database: PostgresPool
  let logger: Logger

  /// - Returns: whether one was paused.
  func run(_ collections: [UUID]) async throws -> Bool {
    try await database.transaction { transaction in
      let findings = try await ScheduledFailures.lock(collections, in: transaction)
      var changes: [ScheduleChange] = []
      var messages: [OutboxMessage] = []
      for finding in findings {
        let decision = PauseDecision.pause(
          note: "run \(finding.runID.lowercased) failed with \(finding.errorCode)")
        guard let changed = try decision.decide(on: finding.collection) else { continue }
        changes.append(ScheduleChange(collection: changed, former: finding.collection))
        messages.append(
          try .event(
            .collectionUpdated, endpoint: changed.endpointID, collection: changed.id,
            causedBy: MessageCause(
              messageID: finding.runID.lowercased, correlationID: nil, traceparent: nil)))
        logger.notice(
          "A schedule was paused, since a run of it failed.",
          metadata: [LogKey.collectionID: "\(changed.id.lowercased)", "run": "\(finding.runID.lowercased)"])
      }
      try await CollectionStore.setPauses(changes.map(\.collection), in: transaction)
      try await ScheduleKeeping.refresh(changes, in: transaction)
      try await OutboxStore.add(messages, to: transaction)
      return !changes.isEmpty
    }
  }
}
