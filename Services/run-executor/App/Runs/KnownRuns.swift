import Foundation
import Synchronization

/// The runs that wait or work in this process, so that a second message about one of them is told at sight.
final class KnownRuns: Sendable {
  /// The right of one delivery to see its run through.
  struct Admission: Sendable, Hashable {
    let runID: UUID
    fileprivate let number: UInt64
  }

  private struct State {
    var admitted: [UUID: UInt64] = [:]
    var nextNumber: UInt64 = 0
  }

  private let state = Mutex(State())

  var count: Int { state.withLock(\.admitted.count) }

  /// - Returns: nil when the run is known already.
  func admit(_ run: UUID) -> Admission? {
    state.withLock { state in
      guard state.admitted[run] == nil else { return nil }
      state.nextNumber += 1
      state.admitted[run] = state.nextNumber
      return Admission(runID: run, number: state.nextNumber)
    }
  }

  /// Forgets the run, unless it has been admitted anew since.
  func leave(_ admission: Admission) {
    state.withLock { state in
      guard state.admitted[admission.runID] == admission.number else { return }
      state.admitted[admission.runID] = nil
    }
  }
}
