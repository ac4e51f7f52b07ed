import Foundation

/// Deletes a webhook; what it was told stays in the log.
public struct DeleteWebhook: Command {
  public static let type = MessageType.webhookDelete
  public var webhookID: UUID
  public var requestedBy: String

  public init(webhookID: UUID, requestedBy: String) {
    self.webhookID = webhookID
    self.requestedBy = requestedBy
  }
}
