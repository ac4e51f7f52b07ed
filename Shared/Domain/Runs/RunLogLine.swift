import Foundation
import JSON

/// One line of what an executor logged about a run.
public struct RunLogLine: Sendable, Equatable {
  /// How much a line matters, least first.
  public enum Level: String, Sendable, CaseIterable, Comparable {
    case trace, debug, info, notice, warning, error, critical

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
  }

  public var runID: UUID
  public var at: Date
  public var level: Level
  public var message: String
  /// Key → text, sanitised; nil where there is none.
  public var metadata: JSONValue?
  /// The attempt of the run in which it was logged, from 1.
  public var attempt: Int
  /// The process that logged it.
  public var executor: String?

  public init(
    runID: UUID, at: Date, level: Level, message: String, metadata: JSONValue?, attempt: Int,
    executor: String?
  ) {
    self.runID = runID
    self.at = at
    self.level = level
    self.message = message
    self.metadata = metadata
    self.attempt = attempt
    self.executor = executor
  }
}
