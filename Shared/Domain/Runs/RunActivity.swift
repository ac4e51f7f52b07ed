import Foundation

/// One try of one step of a run.
public struct RunActivity: Sendable, Codable, Equatable {
  public enum Outcome: String, Sendable, Codable, CaseIterable { case ok, retry, failed, skipped, cancelled }

  public var runID: UUID
  public var name: String
  /// The try within this activity, from 1.
  public var attempt: Int
  public var startedAt: Date
  public var endedAt: Date?
  public var outcome: Outcome
  /// Sanitised.
  public var error: String?

  public init(
    runID: UUID, name: String, attempt: Int, startedAt: Date, endedAt: Date?, outcome: Outcome, error: String?
  ) {
    self.runID = runID
    self.name = name
    self.attempt = attempt
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.outcome = outcome
    self.error = error
  }
}
