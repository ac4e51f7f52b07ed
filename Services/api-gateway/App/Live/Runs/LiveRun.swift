import Domain
import Foundation
import Storage

/// One state of a run on its way to subscribers, who share it.
final class LiveRun: Sendable {
  let run: Run
  /// Of two states of one run, the one with the higher fence is the later one.
  let fence: Int64
  /// When the state was read.
  let readAt: Date
  /// When the run last went from one state to another.
  let changedAt: Date

  init(_ state: RunState, readAt: Date) {
    run = state.run
    fence = state.fence
    self.readAt = readAt
    changedAt = state.changedAt
  }
}
