/// How a command gets its answer.
enum CommandAnswer: Sendable {
  case send(EncodedReply)
  /// It has gone out, with those of others, or nobody awaits one.
  case sent(CommandOutcome)
  /// The broker did not take it.
  case notSent
  /// Somebody else gives it.
  case passedOn
}
