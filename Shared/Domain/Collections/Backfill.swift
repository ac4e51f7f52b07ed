import Foundation

/// The runs of a schedule for times in a range, made one after another behind the runs of today.
public struct Backfill: Sendable, Codable, Equatable {
  public enum State: String, Sendable, Codable {
    /// Runs are still to come.
    case running = "RUNNING"
    /// All runs have been made.
    case done = "DONE"
    /// It ended before all runs were made; ``Backfill/endReason`` says why.
    case cancelled = "CANCELLED"
  }

  /// The `batchId` of its runs.
  public var id: UUID
  public var collectionID: UUID
  /// Included.
  public var from: Date
  /// Excluded.
  public var to: Date
  /// The planned times in the range.
  public var total: Int
  /// The runs made so far.
  public var made: Int
  public var state: State
  public var requestedBy: String
  public var createdAt: Date
  public var endedAt: Date?
  public var endReason: String?

  /// The most planned times a range may hold.
  public static let maximumTotal = 1_000

  public init(
    id: UUID, collectionID: UUID, from: Date, to: Date, total: Int, made: Int = 0, state: State = .running,
    requestedBy: String, createdAt: Date, endedAt: Date? = nil, endReason: String? = nil
  ) {
    self.id = id
    self.collectionID = collectionID
    self.from = from
    self.to = to
    self.total = total
    self.made = made
    self.state = state
    self.requestedBy = requestedBy
    self.createdAt = createdAt
    self.endedAt = endedAt
    self.endReason = endReason
  }
}
