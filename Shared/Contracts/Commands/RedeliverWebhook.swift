import Foundation

/// Orders another series of tries of a delivery that is settled.
public struct RedeliverWebhook: Command {
  public static let type = MessageType.webhookRedeliver
  public var deliveryID: UUID
  public var requestedBy: String

  public init(deliveryID: UUID, requestedBy: String) {
    self.deliveryID = deliveryID
    self.requestedBy = requestedBy
  }
}
