import Foundation

/// Sends a dead letter to where it first went.
public struct RedriveDeadLetter: Command {
  public static let type = MessageType.deadLetterRedrive
  public var deadLetterID: UUID
  public var requestedBy: String
  /// Sent instead of the stored body: a JSON object.
  public var body: String?
  /// Sent instead of the stored type.
  public var messageType: String?

  public init(deadLetterID: UUID, requestedBy: String, body: String? = nil, messageType: String? = nil) {
    self.deadLetterID = deadLetterID
    self.requestedBy = requestedBy
    self.body = body
    self.messageType = messageType
  }
}
