import Foundation

/// Datasets that a complete collection did not see, too many to be marked stale without a word from an operator.
public struct CatalogChangeSet: Sendable, Codable, Equatable {
  public enum State: String, Sendable, Codable, CaseIterable {
    case pending = "PENDING"
    case applied = "APPLIED"
    case rejected = "REJECTED"
    /// A later collection of the endpoint has looked again.
    case superseded = "SUPERSEDED"
  }

  public var id: UUID
  public var endpointID: UUID
  /// The run that did not see them.
  public var runID: UUID
  public var state: State
  public var createdAt: Date
  /// Datasets that the run found.
  public var found: Int
  /// Datasets of the endpoint that were live before it.
  public var live: Int
  /// Those of them that it did not see.
  public var missing: Int
  /// The part of the live datasets that may go without asking, as it was then.
  public var threshold: Double
  public var decidedAt: Date?
  /// Nil while pending and where a collection decided.
  public var decidedBy: String?
  public var note: String?
  /// How many datasets applying it marked stale: those that had not been seen again meanwhile.
  public var marked: Int?

  public init(
    id: UUID, endpointID: UUID, runID: UUID, state: State, createdAt: Date, found: Int, live: Int,
    missing: Int, threshold: Double, decidedAt: Date? = nil, decidedBy: String? = nil, note: String? = nil,
    marked: Int? = nil
  ) {
    self.id = id
    self.endpointID = endpointID
    self.runID = runID
    self.state = state
    self.createdAt = createdAt
    self.found = found
    self.live = live
    self.missing = missing
    self.threshold = threshold
    self.decidedAt = decidedAt
    self.decidedBy = decidedBy
    self.note = note
    self.marked = marked
  }
}
