import Domain
import Foundation
import Postgres

/// A collection with a schedule, what it waits for, and what a fire has to know beside it.
public struct ScheduledCollection: Sendable {
  public var collection: MetadataCollection
  public var state: ScheduleState
  public var isEndpointEnabled: Bool
  /// Whether a scheduled run has failed since the schedule became active, where that pauses it.
  public var hasFailed: Bool

  public init(
    collection: MetadataCollection, state: ScheduleState, isEndpointEnabled: Bool = true,
    hasFailed: Bool = false
  ) {
    self.collection = collection
    self.state = state
    self.isEndpointEnabled = isEndpointEnabled
    self.hasFailed = hasFailed
  }

  /// What ``init(row:)`` reads, of the aliases `c`, `s` and `e`.
  static let columns: SQL = """
    \(MetadataCollection.columns), \(ScheduleState.columns), e.is_enabled as e_is_enabled,
    (c.schedule_pauses_on_failure and \(ScheduledFailures.exists)) as has_failed
    """

  init(row: Row) throws {
    self.init(
      collection: try MetadataCollection(row: row), state: try ScheduleState(row: row),
      isEndpointEnabled: try row.decode("e_is_enabled"), hasFailed: try row.decode("has_failed"))
  }
}
