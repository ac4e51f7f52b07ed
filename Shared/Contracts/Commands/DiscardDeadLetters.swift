import Foundation

/// Gives the dead letters that match up, the oldest first, a bounded number at a time.
public struct DiscardDeadLetters: Command {
  public static let type = MessageType.deadLettersDiscard
  public var requestedBy: String
  public var filter: DeadLetterFilter
  /// Why; kept with each.
  public var note: String?

  public init(requestedBy: String, filter: DeadLetterFilter, note: String? = nil) {
    self.requestedBy = requestedBy
    self.filter = filter
    self.note = note
  }
}
