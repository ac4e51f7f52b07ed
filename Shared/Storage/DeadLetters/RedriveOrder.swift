import Contracts
import Foundation
import JSON

/// That a dead letter is to be sent again.
public struct RedriveOrder: Sendable, Equatable {
  public var deadLetterID: UUID
  /// The id of the message that is sent.
  public var messageID: UUID
  /// Texts, by name.
  public var headers: JSONObject

  public init(deadLetterID: UUID, messageID: UUID = .v7(), headers: JSONObject) {
    self.deadLetterID = deadLetterID
    self.messageID = messageID
    self.headers = headers
  }
}
