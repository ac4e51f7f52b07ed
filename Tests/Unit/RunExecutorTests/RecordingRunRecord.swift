import Domain
import Storage
import Synchronization

@testable import RunExecutor

/// Notes what a session would write.
final class RecordingRunRecord: RunRecord {
  struct Notes: Sendable {
    var ends: [RunEndDraft] = []
    var progress: [RunActivity] = []
    var handedBack: [RunTraces] = []
    var cutOff: [RunTraces] = []
    var lost: [[RunLogLine]] = []
  }

  private let state = Mutex(Notes())
  var notes: Notes { state.withLock(\.self) }

  func check(_ hold: RunClaims.Hold) {}

  func end(_ draft: RunEndDraft) async throws -> Bool {
    state.withLock { $0.ends.append(draft) }
    return true
  }

  func progress(_ activities: [RunActivity], of hold: RunClaims.Hold) async throws {
    state.withLock { $0.progress += activities }
  }

  func handBack(_ run: RunClaims.HandBack, _ traces: RunTraces) async throws {
    state.withLock { $0.handedBack.append(traces) }
  }

  func cutOff(_ hold: RunClaims.Hold, _ traces: RunTraces) async throws {
    state.withLock { $0.cutOff.append(traces) }
  }

  func lost(_ hold: RunClaims.Hold, log: [RunLogLine]) async throws {
    state.withLock { $0.lost.append(log) }
  }
}
