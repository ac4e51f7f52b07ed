import Domain
import Foundation
import Postgres

extension ScheduleState {
  /// The columns that ``init(row:)`` reads, of the table alias `s`.
  static let columns: SQL = """
    s.collection_id, s.saved_at, s.handled_through, s.next_planned_at, s.next_due_at, s.last_fire_at,
    s.buffered_for, s.active_since
    """

  init(row: Row) throws {
    self.init(
      collectionID: try row.decode("collection_id"), savedAt: try row.decode("saved_at"),
      handledThrough: try row.decode("handled_through"), lastFireAt: try row.decode("last_fire_at"),
      bufferedFor: try row.decode("buffered_for"), activeSince: try row.decode("active_since"))
    if let plannedAt = try row.decode("next_planned_at", as: Date?.self),
      let dueAt = try row.decode("next_due_at", as: Date?.self)
    {
      next = Fire(plannedAt: plannedAt, dueAt: dueAt)
    }
  }
}
