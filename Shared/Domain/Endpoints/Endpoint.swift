import Foundation
import JSON

/// A registered outside system.
public struct Endpoint: Sendable, Codable, Equatable {
  public var id: UUID
  /// Unique among live endpoints.
  public var sourceID: String
  public var projectID: String?
  public var name: String
  public var description: String?
  public var verb: String
  /// Never contains credentials.
  public var url: String
  public var authPolicy: String?
  public var domain: String?
  public var labels: [String]
  public var kind: String
  /// The connection's parameters without credentials.
  public var parameters: JSONValue
  /// The names of the credential fields that are stored, sealed, elsewhere.
  public var sealedFields: [String]
  /// Nil: all that the kind can do.
  public var capabilities: [String]?
  public var isEnabled: Bool
  public var health: EndpointHealth
  public var detectedVersion: String?
  public var versionHint: String?
  public var createdAt: Date
  public var updatedAt: Date
  public var deletedAt: Date?
  public var deletionReason: String?

  public var isDeleted: Bool { deletedAt != nil }

  public init(
    id: UUID, sourceID: String, projectID: String?, name: String, description: String?, verb: String,
    url: String, authPolicy: String?, domain: String?, labels: [String], kind: String, parameters: JSONValue,
    sealedFields: [String], capabilities: [String]?, isEnabled: Bool, health: EndpointHealth,
    detectedVersion: String?, versionHint: String?, createdAt: Date, updatedAt: Date, deletedAt: Date?,
    deletionReason: String?
  ) {
    self.id = id
    self.sourceID = sourceID
    self.projectID = projectID
    self.name = name
    self.description = description
    self.verb = verb
    self.url = url
    self.authPolicy = authPolicy
    self.domain = domain
    self.labels = labels
    self.kind = kind
    self.parameters = parameters
    self.sealedFields = sealedFields
    self.capabilities = capabilities
    self.isEnabled = isEnabled
    self.health = health
    self.detectedVersion = detectedVersion
    self.versionHint = versionHint
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.deletedAt = deletedAt
    self.deletionReason = deletionReason
  }
}
