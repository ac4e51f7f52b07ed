import Foundation

/// Changes a webhook; fields left out stay, an explicit null clears.
public struct UpdateWebhook: Command {
  public static let type = MessageType.webhookUpdate
  public var webhookID: UUID
  public var requestedBy: String
  public var name: Patch<String> = .unchanged
  public var url: Patch<String> = .unchanged
  /// Nil: the secret stays.
  public var sealedSecret: String?
  public var outcomes: Patch<[String]> = .unchanged
  public var kinds: Patch<[String]> = .unchanged
  public var endpointID: Patch<UUID> = .unchanged
  public var collectionID: Patch<UUID> = .unchanged
  public var isEnabled: Patch<Bool> = .unchanged

  public init(webhookID: UUID, requestedBy: String) {
    self.webhookID = webhookID
    self.requestedBy = requestedBy
  }
}
