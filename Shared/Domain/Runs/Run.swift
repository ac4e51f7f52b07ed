import Foundation
import JSON

/// One execution against exactly one endpoint.
public struct Run: Sendable, Codable, Equatable {
  public var id: UUID
  public var kind: RunKind
  public var trigger: RunTrigger
  public var endpointID: UUID
  public var collectionID: UUID?
  public var status: RunStatus
  public var requestedBy: String?
  public var requestedAt: Date
  public var scheduledFor: Date?
  public var startedAt: Date?
  public var completedAt: Date?
  /// 0 while queued; grows by one with each take-over.
  public var attempt: Int
  public var executor: String?
  public var error: String?
  public var errorCode: String?
  /// What the trigger asked for, with `schemas` from its override.
  public var filters: JSONValue?
  public var stats: JSONValue?
  public var batchID: UUID?
  public var replayOf: UUID?

  public init(
    id: UUID, kind: RunKind, trigger: RunTrigger, endpointID: UUID, collectionID: UUID?, status: RunStatus,
    requestedBy: String?, requestedAt: Date, scheduledFor: Date? = nil, startedAt: Date? = nil,
    completedAt: Date? = nil, attempt: Int = 0, executor: String? = nil, error: String? = nil,
    errorCode: String? = nil, filters: JSONValue? = nil, stats: JSONValue? = nil, batchID: UUID? = nil,
    replayOf: UUID? = nil
  ) {
    self.id = id
    self.kind = kind
    self.trigger = trigger
    self.endpointID = endpointID
    self.collectionID = collectionID
    self.status = status
    self.requestedBy = requestedBy
    self.requestedAt = requestedAt
    self.scheduledFor = scheduledFor
    self.startedAt = startedAt
    self.completedAt = completedAt
    self.attempt = attempt
    self.executor = executor
    self.error = error
    self.errorCode = errorCode
    self.filters = filters
    self.stats = stats
    self.batchID = batchID
    self.replayOf = replayOf
  }
}
