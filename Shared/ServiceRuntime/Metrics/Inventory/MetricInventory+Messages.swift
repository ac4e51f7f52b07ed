extension MetricInventory {
  /// What becomes of messages beside their way to whom they are for: the journal and the dead letters.
  static let messages = [
    MetricDescription(
      "nucleus.journal.indexing", .gauge, of: [.scheduler],
      "1 in the scheduler that writes the index of the journal; 0 in the others."),
    MetricDescription(
      "nucleus.journal.indexed", .counter, of: [.scheduler],
      "Messages of the journal that were put into its index."),
    MetricDescription(
      "nucleus.journal.lag_seconds", .gauge, of: [.scheduler], lifetime: .seconds(60),
      "How long the message that was indexed last had been in the journal's stream, in seconds."),
    MetricDescription(
      "nucleus.journal.last_pass_timestamp", .gauge, of: [.scheduler],
      "When the index of the journal was last known to be up to date or written, in seconds since 1970."),
    MetricDescription(
      "nucleus.journal.missing", .gauge, labels: ["source"], of: [.scheduler], lifetime: .seconds(180),
      "Messages that were published and are not in the journal: those of outboxes (relayed), and commands."),
    MetricDescription(
      "nucleus.dead_letters.waiting", .gauge, of: [.scheduler], lifetime: .seconds(60),
      "Dead letters that nobody has re-driven or discarded."),
    MetricDescription(
      "nucleus.dead_letters.oldest_age_seconds", .gauge, of: [.scheduler], lifetime: .seconds(60),
      "How long the oldest dead letter has waited for a decision, in seconds; 0 when none waits."),
    MetricDescription(
      "nucleus.dead_letters.filed", .counter, labels: ["reason"], of: [.scheduler],
      "Dead letters that were filed, by the class of their reason."),
    MetricDescription(
      "nucleus.dead_letters.redriven", .counter, of: [.scheduler],
      "Dead letters that were sent again and that the broker has confirmed."),
    MetricDescription(
      "nucleus.dead_letters.not_taken", .counter,
      "Tries to put a message to the dead letters that the broker did not take; the message is kept and tried again."
    ),
  ]
}
