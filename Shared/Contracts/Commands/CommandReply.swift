import JSON

/// The answer to a command.
public enum CommandReply: Message {
  public static let type = MessageType.commandReplied

  /// Done. `result` is the object as it is now, in its JSON form.
  case done(result: JSONValue)
  /// Refused for good; the same command gets the same answer.
  case refused(Refusal)
  /// Could not be decided now; the same command may be sent again.
  case unavailable(message: String)
}
