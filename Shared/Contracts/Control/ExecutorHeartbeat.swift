import Foundation

/// An executor tells the others that it is there, every two seconds and whenever one of them asks. What it is silent
/// for longer than a few of those, it is no member any more.
public struct ExecutorHeartbeat: Message {
  public static let type = MessageType.executorHeartbeat
  /// Made anew at each start of the process.
  public var executorID: UUID
  /// The process, as runs name it: `run-executor-1@host`.
  public var name: String
  /// Whether it takes endpoints; false once it is going to stop.
  public var isActive: Bool
  /// Whether the others should answer at once, as those that are there already do for one that has just started.
  public var asks: Bool
  public var startedAt: Date
  /// Endpoints it owns.
  public var endpoints: Int
  /// Runs it works on.
  public var runs: Int

  public init(
    executorID: UUID, name: String, isActive: Bool, asks: Bool, startedAt: Date, endpoints: Int, runs: Int
  ) {
    self.executorID = executorID
    self.name = name
    self.isActive = isActive
    self.asks = asks
    self.startedAt = startedAt
    self.endpoints = endpoints
    self.runs = runs
  }
}
