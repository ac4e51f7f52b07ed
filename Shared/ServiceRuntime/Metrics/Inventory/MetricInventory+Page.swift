extension MetricInventory {
  /// `docs/operations/metrics.md`.
  public static let page: String = {
    let parts = [
      ("All services", "", platform), ("Scheduler", "", scheduler), ("Run executor", "", executor),
      ("Webhooks", "", webhooks), ("API gateway", "", gateway), ("Journal and dead letters", "", messages),
      ("Process", "Of each process, as the kernel counts.", process),
    ]
    return head
      + parts.map { title, remark, metrics in
        "\n## \(title)\n\n" + (remark.isEmpty ? "" : remark + "\n\n") + table(metrics)
      }.joined()
  }()

  private static let head = """
    # Metrics

    Every service answers `/metrics` in the Prometheus text format at `NUCLEUS_METRICS_HOST` and `NUCLEUS_METRICS_PORT`,
    the gateway at its clients' port too. This page is made from the list in the code (`make docs`), and tests compare both
    with what the processes expose.

    A counter is written with `_total` behind its name. A timer is a histogram of seconds with `_bucket`, `_sum` and
    `_count`. Labels hold words from fixed sets and never ids, names or addresses of what users have registered. Gauges
    that schedulers read from the database say the same in each of them: take the maximum, not the sum; one that could
    not be read for some time is missing instead of old. A `…_timestamp` begins with the start of its process.

    """

  private static func table(_ metrics: [MetricDescription]) -> String {
    let rows = metrics.map { metric in
      let labels = metric.labels.map { "`\($0)`" }.joined(separator: ", ")
      let services =
        metric.services.count == MetricDescription.Service.allCases.count
        ? "all" : metric.services.map(\.rawValue).joined(separator: ", ")
      return "| `\(metric.name)` | \(metric.kind.rawValue) | \(labels) | \(services) | \(metric.help) |\n"
    }
    return "| name | type | labels | service | meaning |\n|---|---|---|---|---|\n" + rows.joined()
  }
}
