extension MetricInventory {
  /// What schedulers and executors have about webhooks.
  static let webhooks = [
    MetricDescription(
      "nucleus.webhooks.last_pass_timestamp", .gauge, of: [.scheduler],
      "When the scheduler last looked for what webhooks are to be told, in seconds since 1970."),
    MetricDescription(
      "nucleus.webhooks.passes.failed", .counter, of: [.scheduler],
      "Looks for what webhooks are to be told that failed."),
    MetricDescription(
      "nucleus.webhooks.pending", .gauge, of: [.scheduler], lifetime: .seconds(60),
      "Deliveries that are tried or wait for their next try; counted up to 10,000, every 10 seconds."),
    MetricDescription(
      "nucleus.webhooks.oldest_pending_seconds", .gauge, of: [.scheduler], lifetime: .seconds(60),
      "Age of the delivery that has waited longest, in seconds; 0 when none waits."),
    MetricDescription(
      "nucleus.webhooks.planned", .counter, of: [.scheduler], "Deliveries that this scheduler has made."),
    MetricDescription(
      "nucleus.webhooks.dispatched", .counter, of: [.scheduler],
      "Messages by which executors are sent to webhooks that have something due."),
    MetricDescription(
      "nucleus.webhooks.expired", .counter, of: [.scheduler],
      "Deliveries that were given up because they had waited too long."),
    MetricDescription(
      "nucleus.webhooks.turns", .counter, of: [.executor], "Webhooks that this executor has worked for."),
    MetricDescription(
      "nucleus.webhooks.attempts", .counter, labels: ["outcome"], of: [.executor],
      "Tries of deliveries, by what came of them: delivered, to be tried again (retry), given up (failed)."),
    MetricDescription(
      "nucleus.webhooks.attempt.duration", .timer, of: [.executor],
      "How long receivers took for one try, answered or not."),
  ]
}
