import Foundation

/// Sends the dead letters that match to where they first went, the oldest first, a bounded number at a time.
public struct RedriveDeadLetters: Command {
  public static let type = MessageType.deadLettersRedrive
  public var requestedBy: String
  public var filter: DeadLetterFilter

  public init(requestedBy: String, filter: DeadLetterFilter) {
    self.requestedBy = requestedBy
    self.filter = filter
  }
}
