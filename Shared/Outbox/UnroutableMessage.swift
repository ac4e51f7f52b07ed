/// What becomes of a message that no queue took.
public enum UnroutableMessage: Sendable, Equatable {
  /// It stays in the outbox and is tried again.
  case keep
  /// Nobody waits for it any more: it leaves the outbox.
  case drop
}
