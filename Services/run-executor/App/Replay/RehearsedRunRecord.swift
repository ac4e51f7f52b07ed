import Domain
import Foundation
import JSON
import Postgres
import Storage

/// The record of a replayed run: what executors would write is written, looked at and rolled back.
struct RehearsedRunRecord: RunRecord {
  let rehearsal: ReplayRehearsal
  let transcript: ReplayTranscript

  /// There is no lease that could lapse.
  func check(_ hold: RunClaims.Hold) {}

  func end(_ draft: RunEndDraft) async throws -> Bool {
    do {
      let end = try await rehearsal.end(draft)
      tell(end)
      return end.isWritten
    } catch let obstacle as RunRehearsal.Obstacle {
      // What was found out stands, though what it would change cannot be seen now.
      transcript.note(
        "the end was not tried on the database: \(ReplayRefusal.of(obstacle, run: draft.hold.runID))")
      return true
    } catch  where StorageFailure.isPassing(error) {
      transcript.note("the end was not tried on the database: \(error)")
      return true
    }
  }

  /// Told as it happens already.
  func progress(_ activities: [RunActivity], of hold: RunClaims.Hold) async throws {}
  func handBack(_ run: RunClaims.HandBack, _ traces: RunTraces) async throws {}
  func cutOff(_ hold: RunClaims.Hold, _ traces: RunTraces) async throws {}
  func lost(_ hold: RunClaims.Hold, log: [RunLogLine]) async throws {}

  private func tell(_ end: ReplayRehearsal.End) {
    for transition in end.transitions {
      let from = transition.from?.rawValue ?? "-"
      let reason = transition.reason.map { ": \($0)" } ?? ""
      transcript.record(
        "transition \(from) → \(transition.to.rawValue)\(reason)",
        [
          "what": "transition", "from": .string(from), "to": .string(transition.to.rawValue),
          "reason": transition.reason.map { .string($0) } ?? .null,
        ])
    }
    if let stats = end.stats {
      transcript.record("stats \(stats.encodedString)", ["what": "stats", "stats": stats])
    }
    for change in end.healthChanges {
      transcript.record(
        "health of the endpoint \(change.from.rawValue) → \(change.to.rawValue): \(change.reason)",
        [
          "what": "health", "from": .string(change.from.rawValue), "to": .string(change.to.rawValue),
          "reason": .string(change.reason),
        ])
    }
    for message in end.messages { transcript.wouldSend(message) }
  }
}
