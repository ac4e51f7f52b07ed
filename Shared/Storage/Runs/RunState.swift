import Domain
import Foundation
import Postgres

/// A run as it was at one moment, comparable with the same run at another.
public struct RunState: Sendable {
  public var run: Run
  /// Grows with every claim and with the end: of two states of one run, the one with the higher fence is the
  /// later one.
  public var fence: Int64

  public init(run: Run, fence: Int64) {
    self.run = run
    self.fence = fence
  }

  init(row: Row) throws {
    self.init(run: try Run(row: row), fence: try row.decode("fence"))
  }

  /// When the run last went from one state to another, take-overs aside.
  public var changedAt: Date { run.completedAt ?? run.startedAt ?? run.requestedAt }
}
