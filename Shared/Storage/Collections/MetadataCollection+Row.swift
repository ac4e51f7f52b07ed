import Domain
import Postgres

extension MetadataCollection {
  /// The columns that ``init(row:)`` reads, of the table alias `c`.
  static let columns: SQL = """
    c.id, c.endpoint_id, c.name, c.is_enabled, c.schedule_cron, c.schedule_interval_seconds, c.schedule_timezone,
    c.schedule_overlap, c.schedule_catchup_window_seconds, c.schedule_jitter_seconds, c.schedule_start_at,
    c.schedule_end_at, c.schedule_is_paused, c.schedule_pause_note, c.schedule_pauses_on_failure, c.filters,
    c.created_at, c.updated_at, c.deleted_at
    """

  init(row: Row) throws {
    let cron: String? = try row.decode("schedule_cron")
    let interval: Int? = try row.decode("schedule_interval_seconds")
    var schedule: Schedule?
    if cron != nil || interval != nil {
      schedule = Schedule(
        cron: cron, intervalSeconds: interval, timezone: try row.decode("schedule_timezone"),
        overlap: try row.decodeCase("schedule_overlap"),
        catchupWindowSeconds: try row.decode("schedule_catchup_window_seconds"),
        jitterSeconds: try row.decode("schedule_jitter_seconds"),
        startAt: try row.decode("schedule_start_at"), endAt: try row.decode("schedule_end_at"),
        isPaused: try row.decode("schedule_is_paused"), pauseNote: try row.decode("schedule_pause_note"),
        pausesOnFailure: try row.decode("schedule_pauses_on_failure"))
    }
    self.init(
      id: try row.decode("id"), endpointID: try row.decode("endpoint_id"), name: try row.decode("name"),
      isEnabled: try row.decode("is_enabled"), schedule: schedule, filters: try row.decode("filters"),
      createdAt: try row.decode("created_at"), updatedAt: try row.decode("updated_at"),
      deletedAt: try row.decode("deleted_at"))
  }
}
