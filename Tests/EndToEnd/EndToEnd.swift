import Testing

/// The whole product as real processes: one platform and one test at a time, since they measure and break things.
@Suite(.serialized) enum EndToEnd {
  /// Nothing breaks here that a test does not mend by itself.
  @Suite(
    .serialized, .timeLimit(.minutes(Soak.pick(4, soak: 30))),
    .platform([
      "NUCLEUS_REAP_QUEUED_AFTER": "1.5", "NUCLEUS_MIN_SCHEDULE_INTERVAL": "1",
      "NUCLEUS_WEBHOOK_TIMEOUT": "1",
      "NUCLEUS_WEBHOOK_RETRY": "0.2",
    ]))
  enum Calm {}

  /// Processes are killed and parts are taken away. Leases are short, so that their lapse need not be waited for
  /// long.
  @Suite(
    .serialized, .timeLimit(.minutes(Soak.pick(6, soak: 30))),
    .platform([
      "NUCLEUS_LEASE": "4", "NUCLEUS_REAP_INTERVAL": "0.25", "NUCLEUS_REAP_QUEUED_AFTER": "3",
      "NUCLEUS_REAP_RETRIGGER_AFTER": "1", "NUCLEUS_MIN_SCHEDULE_INTERVAL": "1",
    ]))
  enum Faults {}
}
