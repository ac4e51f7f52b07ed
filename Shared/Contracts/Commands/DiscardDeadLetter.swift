import Foundation

/// Gives a dead letter up.
public struct DiscardDeadLetter: Command {
  public static let type = MessageType.deadLetterDiscard
  public var deadLetterID: UUID
  public var requestedBy: String
  /// Why; kept with the dead letter.
  public var note: String?

  public init(deadLetterID: UUID, requestedBy: String, note: String? = nil) {
    self.deadLetterID = deadLetterID
    self.requestedBy = requestedBy
    self.note = note
  }
}
