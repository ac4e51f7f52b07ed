import Foundation

/// Has somebody told how runs end.
public struct CreateWebhook: Command {
  public static let type = MessageType.webhookCreate
  /// Chosen by the gateway, since the sealed secret is bound to it.
  public var webhookID: UUID
  public var requestedBy: String
  public var name: String
  public var url: String
  /// What signs the messages, sealed to the executors.
  public var sealedSecret: String
  /// As the API spells them.
  public var outcomes: [String]
  /// Nil: runs of every kind.
  public var kinds: [String]?
  public var endpointID: UUID?
  public var collectionID: UUID?
  public var isEnabled: Bool

  public init(
    webhookID: UUID, requestedBy: String, name: String, url: String, sealedSecret: String, outcomes: [String],
    kinds: [String]? = nil, endpointID: UUID? = nil, collectionID: UUID? = nil, isEnabled: Bool = true
  ) {
    self.webhookID = webhookID
    self.requestedBy = requestedBy
    self.name = name
    self.url = url
    self.sealedSecret = sealedSecret
    self.outcomes = outcomes
    self.kinds = kinds
    self.endpointID = endpointID
    self.collectionID = collectionID
    self.isEnabled = isEnabled
  }
}
