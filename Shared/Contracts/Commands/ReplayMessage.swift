import JSON

/// Puts a message of the journal back where it was first sent, under an id of its own; whoever receives it decides
/// whether it acts.
public struct ReplayMessage: Command {
  public static let type = MessageType.messageReplay
  /// The id of the journal's entry.
  public var messageID: String
  public var requestedBy: String
  /// Sent in place of what the message said.
  public var body: JSONValue?

  public init(messageID: String, requestedBy: String, body: JSONValue? = nil) {
    self.messageID = messageID
    self.requestedBy = requestedBy
    self.body = body
  }
}
