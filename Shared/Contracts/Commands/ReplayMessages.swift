import Foundation

/// Puts all messages of an endpoint back that were published in a span of time, or counts them.
public struct ReplayMessages: Command {
  public static let type = MessageType.messagesReplay
  public var endpointID: UUID
  /// Inclusive.
  public var from: Date
  /// Exclusive.
  public var to: Date
  /// Of this type alone.
  public var messageType: String?
  /// How many the caller has been told they are; nothing is sent where they are others by now. Nil only counts.
  public var expectedCount: Int?
  public var requestedBy: String

  public init(
    endpointID: UUID, from: Date, to: Date, messageType: String? = nil, expectedCount: Int? = nil,
    requestedBy: String
  ) {
    self.endpointID = endpointID
    self.from = from
    self.to = to
    self.messageType = messageType
    self.expectedCount = expectedCount
    self.requestedBy = requestedBy
  }
}
