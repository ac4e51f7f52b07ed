extension MetricInventory {
  /// What more than one service has.
  static let platform = [
    MetricDescription(
      "nucleus.build_info", .gauge, labels: ["service", "version"],
      "Always 1; the labels say what is running."),
    MetricDescription(
      "nucleus.ready", .gauge, "1 while the process can serve, as /health/ready says; else 0."),
    MetricDescription(
      "nucleus.component.ready", .gauge, labels: ["component"],
      "1 while that part of the process is ready; else 0."),
    MetricDescription(
      "nucleus.broker.connected", .gauge, labels: ["connection"],
      "1 while that client is connected to the broker; else 0."),
    MetricDescription(
      "nucleus.broker.blocked", .gauge, labels: ["connection"],
      "1 while a memory or disk alarm of the broker keeps that client from publishing; else 0."),
    MetricDescription(
      "nucleus.broker.confirm", .timer,
      "From handing a message or a batch to the client to the broker's last confirm of it."),
    MetricDescription(
      "nucleus.broker.unconfirmed", .counter, labels: ["reason"],
      "Messages that the broker did not confirm, by what became of them."),
    MetricDescription("nucleus.database.pool.size", .gauge, "Most connections the pool opens."),
    MetricDescription("nucleus.database.pool.in_use", .gauge, "Connections of the pool that are lent."),
    MetricDescription("nucleus.database.pool.waiting", .gauge, "Callers who wait for a connection."),
    MetricDescription(
      "nucleus.database.pool.acquire", .timer, "How long callers waited until they had a connection."),
    MetricDescription(
      "nucleus.database.pool.refused", .counter, labels: ["reason"],
      "Callers who got no connection: none became free in time (timeout), or the server was away (unavailable)."
    ),
    MetricDescription(
      "nucleus.runs.finished", .counter, labels: ["kind", "status"], of: [.scheduler, .executor],
      "Runs this process has ended: executors what they carried out, schedulers what was lost, cancelled or skipped."
    ),
    MetricDescription(
      "nucleus.runs.failed", .counter, labels: ["code", "kind"], of: [.scheduler, .executor],
      "Runs this process has ended FAILED, by error code."),
    MetricDescription(
      "nucleus.outbox.waiting", .gauge, of: [.scheduler, .executor], lifetime: .seconds(60),
      "Messages of the service's outbox that the broker has not confirmed; counted up to 100,000."),
    MetricDescription(
      "nucleus.outbox.oldest_seconds", .gauge, of: [.scheduler, .executor], lifetime: .seconds(60),
      "Age of the oldest message of the service's outbox in seconds; 0 when it is empty."),
    MetricDescription(
      "nucleus.outbox.last_pass_timestamp", .gauge, of: [.scheduler, .executor],
      "When the relay last looked into the outbox, in seconds since 1970."),
    MetricDescription(
      "nucleus.outbox.published", .counter, of: [.scheduler, .executor],
      "Messages of the outbox that were confirmed."),
    MetricDescription(
      "nucleus.outbox.refused", .counter, of: [.scheduler, .executor],
      "Tries to publish a message of the outbox that failed."),
    MetricDescription(
      "nucleus.outbox.stalls", .counter, of: [.scheduler, .executor],
      "Times the relay gave up a connection on which the broker confirmed nothing."),
    MetricDescription(
      "nucleus.outbox.repaired_queues", .counter, of: [.scheduler, .executor],
      "Queues that were made anew because they took no triggers."),
    MetricDescription(
      "nucleus.outbox.quarantined_routes", .gauge, of: [.scheduler, .executor],
      "Queues whose triggers are sent apart, because they take none."),
    MetricDescription(
      "nucleus.traces.exported", .counter, "Spans that the collector has taken."),
    MetricDescription(
      "nucleus.traces.dropped", .counter, labels: ["reason"],
      "Spans that were lost: more than could wait (full), refused by the collector (refused), or not delivered (unreachable)."
    ),
    MetricDescription("nucleus.traces.waiting", .gauge, "Spans that wait for their export."),
  ]
}
