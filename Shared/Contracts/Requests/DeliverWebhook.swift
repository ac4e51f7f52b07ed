import Foundation

/// A webhook has something due. Whoever takes the lease that the fence stands for tells it all of that; what there is to
/// tell, the rows say.
public struct DeliverWebhook: Message {
  public static let type = MessageType.webhookDeliver
  public var webhookID: UUID
  public var fence: Int64

  public init(webhookID: UUID, fence: Int64) {
    self.webhookID = webhookID
    self.fence = fence
  }
}
