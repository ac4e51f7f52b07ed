import Foundation

/// What decides who is told of the end of a run.
public struct EndedRun: Sendable, Equatable {
  public var id: UUID
  public var kind: RunKind
  public var outcome: RunOutcome
  public var endpointID: UUID
  public var collectionID: UUID?
  public var completedAt: Date

  public init(
    id: UUID, kind: RunKind, outcome: RunOutcome, endpointID: UUID, collectionID: UUID?, completedAt: Date
  ) {
    self.id = id
    self.kind = kind
    self.outcome = outcome
    self.endpointID = endpointID
    self.collectionID = collectionID
    self.completedAt = completedAt
  }
}
