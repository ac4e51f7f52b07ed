/// How webhooks are looked after.
public struct WebhookSettings: Sendable {
  /// How long a delivery may wait before it is given up, however often it was tried.
  public var patience: Duration
  /// From one look to the next, for what no event told of and for tries that have become due.
  public var interval: Duration
  /// How long an executor has to take a message before another one is sent.
  public var lease: Duration

  public init(
    patience: Duration = .seconds(3 * 86_400), interval: Duration = .seconds(1),
    lease: Duration = .seconds(60)
  ) {
    self.patience = patience
    self.interval = interval
    self.lease = lease
  }
}
