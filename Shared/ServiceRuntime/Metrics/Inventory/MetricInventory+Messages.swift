extension MetricInventory {
  /// What becomes of messages beside their way to whom they are for: the journal and the dead letters.
  static let messages = [
    MetricDescription(
      "nucleus.journal.lag_seconds", .gauge, of: [.scheduler],
      "Age of the newest message that is in the journal's stream and not yet in its index, in seconds."),
    MetricDescription(
      "nucleus.journal.missing", .gauge, of: [.scheduler],
      "Messages that were published and are not in the journal's stream."),
    MetricDescription(
      "nucleus.dead_letters.waiting", .gauge, of: [.scheduler],
      "Dead letters that nobody has re-driven or discarded."),
    MetricDescription(
      "nucleus.dead_letters.filed", .counter, of: [.scheduler], "Dead letters that were filed."),
  ]
}
