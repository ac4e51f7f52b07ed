import Domain
import Storage

/// The record of runs in the database, under the leases of the process.
struct StoredRunRecord: RunRecord {
  let writer: RunEndWriter
  let store: RunProgressStore
  let leases: LeaseKeeper

  func check(_ hold: RunClaims.Hold) { leases.check(hold) }

  func end(_ draft: RunEndDraft) async throws -> Bool { try await writer.write(draft) }

  func progress(_ activities: [RunActivity], of hold: RunClaims.Hold) async throws {
    try await store.record(activities, of: hold)
  }

  func handBack(_ run: RunClaims.HandBack, _ traces: RunTraces) async throws {
    try await store.handBack(run, recording: traces)
  }

  func cutOff(_ hold: RunClaims.Hold, _ traces: RunTraces) async throws {
    try await store.recordCancellation(traces, of: hold)
  }

  func lost(_ hold: RunClaims.Hold, log: [RunLogLine]) async throws {
    try await store.keepLog(log, of: hold)
  }
}
