import Contracts

/// Where the answer to a command goes.
struct ReplyAddress: Sendable {
  var replyTo: String
  var commandID: String
  var correlationID: String?
  var traceparent: String?

  /// Nil for a command whose sender awaits no answer.
  init?(_ command: Envelope) {
    guard let replyTo = command.replyTo else { return nil }
    self.replyTo = replyTo
    commandID = command.messageID
    correlationID = command.correlationID
    traceparent = command.traceparent
  }
}
