/// How a command gets its answer.
enum CommandAnswer: Sendable {
  case send(EncodedReply)
  /// It has gone out, with those of others.
  case sent(CommandOutcome)
  /// Somebody else gives it.
  case passedOn
}
