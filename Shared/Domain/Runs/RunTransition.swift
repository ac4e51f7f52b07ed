import Foundation

/// One recorded change of a run's state.
public struct RunTransition: Sendable, Codable, Equatable {
  public var runID: UUID
  /// Nil for the first.
  public var from: RunStatus?
  public var to: RunStatus
  public var at: Date
  public var attempt: Int
  public var executor: String?
  public var reason: String?
  /// Who asked for it: a caller's name, or `schedule`; nil where the executor or nobody did.
  public var actor: String?

  public init(
    runID: UUID, from: RunStatus?, to: RunStatus, at: Date, attempt: Int, executor: String?, reason: String?,
    actor: String? = nil
  ) {
    self.runID = runID
    self.from = from
    self.to = to
    self.at = at
    self.attempt = attempt
    self.executor = executor
    self.reason = reason
    self.actor = actor
  }
}
