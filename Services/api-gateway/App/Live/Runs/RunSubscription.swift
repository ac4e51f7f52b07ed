import Contracts
import Domain

/// One subscriber's place among the live runs; given up when nobody holds it any more.
final class RunSubscription: Sendable {
  private let number: Int
  private let runs: LiveRuns
  private let position: StreamPosition?

  init(number: Int, runs: LiveRuns, position: StreamPosition?) {
    self.number = number
    self.runs = runs
    self.position = position
  }

  deinit { runs.unsubscribe(number) }

  /// The next change; nil after the last one.
  func next() async throws -> Run? {
    switch await runs.next(for: number) {
    case .run(let state):
      position?.reach(state.readAt)
      return state.run
    case .end(.done): return nil
    case .end(.lost): throw ChangesLost()
    case .end(.unknownRun): throw Refusal(.runNotFound, "no run with these ids exists")
    }
  }
}
