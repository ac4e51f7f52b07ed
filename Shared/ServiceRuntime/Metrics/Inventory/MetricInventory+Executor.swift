extension MetricInventory {
  /// What executors have.
  static let executor = [
    MetricDescription("nucleus.runs.running", .gauge, of: [.executor], "Runs of this process right now."),
    MetricDescription("nucleus.runs.waiting", .gauge, of: [.executor], "Deliveries that wait for a slot."),
    MetricDescription(
      "nucleus.run.queue_wait", .timer, labels: ["kind"], of: [.executor], isLong: true,
      "From the request of a run to its first claim: QUEUED to RUNNING."),
    MetricDescription(
      "nucleus.run.duration", .timer, of: [.executor], isLong: true, "From the claim of a run to its end."),
    MetricDescription(
      "nucleus.run.takeovers", .counter, of: [.executor],
      "Runs this process has taken over: another executor had lost them or handed them back."),
    MetricDescription(
      "nucleus.activity.duration", .timer, labels: ["activity", "outcome"], of: [.executor],
      "How long tries of activities took, by name and outcome; the outcome retry counts what was tried again."
    ),
    MetricDescription(
      "nucleus.endpoint.health_changes", .counter, labels: ["to"], of: [.executor],
      "Changes of the health of endpoints, by what it came to."),
    MetricDescription(
      "nucleus.leases.lost", .counter, of: [.executor], "Runs whose lease this process could not keep."),
    MetricDescription(
      "nucleus.leases.age_seconds", .gauge, of: [.executor],
      "How long ago the leases were last renewed, or none had to be, in seconds; a third of their length is usual."
    ),
    MetricDescription(
      "nucleus.leases.ttl_seconds", .gauge, of: [.executor],
      "How long a lease holds that is not renewed, in seconds."),
    MetricDescription(
      "nucleus.consumers.rebuilt", .counter, labels: ["reason"], of: [.executor],
      "Consumers of endpoints that were subscribed anew, because they heard nothing (deaf) or were gone (missing)."
    ),
    MetricDescription(
      "nucleus.consumers.last_check_timestamp", .gauge, of: [.executor],
      "When the consumers were last looked after, in seconds since 1970."),
    MetricDescription(
      "nucleus.placement.members", .gauge, of: [.executor], "Executors this one knows, itself included."),
    MetricDescription("nucleus.placement.owned", .gauge, of: [.executor], "Endpoints this executor owns."),
    MetricDescription(
      "nucleus.placement.standby", .gauge, of: [.executor], "Endpoints this executor stands by for."),
  ]
}
