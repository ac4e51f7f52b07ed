import Domain

/// How webhooks are told.
public struct WebhookOptions: Sendable {
  /// How long a receiver may take for one message.
  public var timeout: Duration
  public var retry: WebhookRetryPolicy
  /// Messages to one webhook at once; to one that fails, a single one.
  public var messagesAtOnce: Int
  /// Webhooks that the process works for at once.
  public var webhooksAtOnce: Int
  /// How long a webhook is worked for before others have their turn.
  public var turn: Duration

  public init(
    timeout: Duration = .seconds(10), retry: WebhookRetryPolicy = WebhookRetryPolicy(),
    messagesAtOnce: Int = 4,
    webhooksAtOnce: Int = 32, turn: Duration = .seconds(15)
  ) {
    self.timeout = timeout
    self.retry = retry
    self.messagesAtOnce = messagesAtOnce
    self.webhooksAtOnce = webhooksAtOnce
    self.turn = turn
  }

  /// How long a webhook belongs to who works for it, from one round to the next.
  var lease: Duration { timeout + .seconds(20) }
  /// When a try that was begun and never reported is due again: not before the lease of who began it has lapsed.
  var patience: Duration { lease + .seconds(30) }
}
