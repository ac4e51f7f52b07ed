extension MetricInventory {
  /// What schedulers have. Gauges that are read from the database are the same in each of them: take the maximum.
  static let scheduler = [
    MetricDescription(
      "nucleus.runs.active", .gauge, labels: ["kind", "status"], of: [.scheduler], lifetime: .seconds(60),
      "Runs that are QUEUED or RUNNING; read from the database every 15 seconds."),
    MetricDescription(
      "nucleus.runs.oldest_queued_seconds", .gauge, of: [.scheduler], lifetime: .seconds(60),
      "How long the run that waits longest has been queued, in seconds; 0 when none waits."),
    MetricDescription(
      "nucleus.schedules.overdue_seconds", .gauge, of: [.scheduler], lifetime: .seconds(60),
      "How late the schedule is that should have fired first, in seconds; 0 when none is due."),
    MetricDescription(
      "nucleus.endpoints.health", .gauge, labels: ["health"], of: [.scheduler], lifetime: .seconds(180),
      "Endpoints that are DEGRADED, or UNAVAILABLE: their breaker is open."),
    MetricDescription(
      "nucleus.endpoints.longest_unavailable_seconds", .gauge, of: [.scheduler], lifetime: .seconds(60),
      "How long the breaker has been open that is open longest, in seconds; 0 when none is."),
    MetricDescription(
      "nucleus.census.last_pass_timestamp", .gauge, of: [.scheduler],
      "When the gauges over all runs were last read, in seconds since 1970."),
    MetricDescription(
      "nucleus.clock.last_pass_timestamp", .gauge, of: [.scheduler],
      "When the clock last looked for due schedules, in seconds since 1970."),
    MetricDescription(
      "nucleus.clock.lateness", .timer, of: [.scheduler],
      "From the time a fire was due to the run that was made for it."),
    MetricDescription(
      "nucleus.clock.fires", .counter, labels: ["outcome"], of: [.scheduler],
      "Fires, by what became of them: run, buffered, or the reason why they were skipped."),
    MetricDescription(
      "nucleus.clock.runs.cancelled", .counter, of: [.scheduler],
      "Runs that were cancelled because the next fire takes their place (CANCEL_OTHER)."),
    MetricDescription(
      "nucleus.clock.passes.failed", .counter, of: [.scheduler], "Looks of the clock that failed."),
    MetricDescription(
      "nucleus.reaper.last_pass_timestamp", .gauge, of: [.scheduler],
      "When the reaper last looked for lost runs, in seconds since 1970."),
    MetricDescription(
      "nucleus.reaper.runs", .counter, labels: ["action"], of: [.scheduler],
      "Runs the reaper dealt with: sent to another executor (retriggered), trigger sent again (resent), given up (lost), skipped."
    ),
    MetricDescription(
      "nucleus.queues.last_pass_timestamp", .gauge, of: [.scheduler],
      "When the broker's queues were last compared with the endpoints, in seconds since 1970."),
    MetricDescription(
      "nucleus.retention.last_pass_timestamp", .gauge, of: [.scheduler],
      "When all that is old was last forgotten, in seconds since 1970."),
    MetricDescription(
      "nucleus.retention.removed", .counter, labels: ["rule"], of: [.scheduler],
      "Rows that were forgotten because they are older than they are kept, by what they are."),
    MetricDescription(
      "nucleus.audit.last_pass_timestamp", .gauge, of: [.scheduler],
      "When the audit log was last sealed, in seconds since 1970."),
    MetricDescription(
      "nucleus.audit.sealed", .counter, of: [.scheduler], "Entries of the audit log that were sealed."),
    MetricDescription(
      "nucleus.commands.handled", .counter, labels: ["outcome", "type"], of: [.scheduler],
      "Commands, by type and by what became of them."),
    MetricDescription(
      "nucleus.command.duration", .timer, of: [.scheduler], "From taking a command to its acknowledgement."),
    MetricDescription(
      "nucleus.commands.poison", .counter, of: [.scheduler],
      "Messages in the queue of commands that are none; they are dead letters now."),
  ]
}
