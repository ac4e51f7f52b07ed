extension MetricInventory {
  /// What gateways have.
  static let gateway = [
    MetricDescription(
      "nucleus.gateway.http.requests", .counter, labels: ["status"], of: [.gateway],
      "Answered requests, by HTTP status; probes and scrapes do not count."),
    MetricDescription(
      "nucleus.gateway.http.duration", .timer, of: [.gateway],
      "From a request's head to the head of its answer."),
    MetricDescription(
      "nucleus.gateway.commands", .counter, labels: ["outcome", "type"], of: [.gateway],
      "Commands sent for mutations, by type and by their answer: done, cancelled or an error code."),
    MetricDescription(
      "nucleus.gateway.command.duration", .timer, labels: ["type"], of: [.gateway],
      "From sending a command to its answer."),
    MetricDescription(
      "nucleus.gateway.audit.reports", .counter, labels: ["outcome"], of: [.gateway],
      "Notices about refused callers that were sent or dropped."),
    MetricDescription(
      "nucleus.gateway.streams.open", .gauge, of: [.gateway], "Event streams that clients have open."),
    MetricDescription(
      "nucleus.gateway.streams.events", .counter, of: [.gateway], "Events written to clients."),
    MetricDescription(
      "nucleus.gateway.streams.cut", .counter, of: [.gateway],
      "Event streams cut off because the client took nothing."),
    MetricDescription(
      "nucleus.gateway.streams.revoked", .counter, of: [.gateway],
      "Event streams ended because the caller lost the right to them."),
    MetricDescription(
      "nucleus.gateway.live.events", .counter, of: [.gateway], "Events about runs that the gateway heard."),
    MetricDescription(
      "nucleus.gateway.live.readings", .counter, of: [.gateway],
      "Times followed runs were read from the database."),
    MetricDescription(
      "nucleus.gateway.live.refetches", .counter, of: [.gateway],
      "Times everything followed was read again after a gap."),
    MetricDescription(
      "nucleus.gateway.live.dropped", .counter, of: [.gateway],
      "States of runs that were not sent because a later one came first."),
    MetricDescription(
      "nucleus.gateway.live.overflows", .counter, of: [.gateway],
      "Subscriptions ended because more waited for the client than is kept."),
  ]
}
