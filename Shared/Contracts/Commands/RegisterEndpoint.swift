import Foundation
import JSON

/// Registers an endpoint and makes its `default` collection (A2).
public struct RegisterEndpoint: Command {
  public static let type = MessageType.endpointRegister
  /// Chosen by the gateway, since sealed credentials are bound to it.
  public var endpointID: UUID
  public var requestedBy: String
  public var projectSlug: String?
  /// Defaults to a slug of the name with a short suffix.
  public var sourceID: String?
  public var name: String
  public var description: String?
  public var verb: String
  /// Defaults to one built from the parameters.
  public var url: String?
  public var authPolicy: String?
  public var domain: String?
  public var labels: [String]?
  public var kind: String
  /// Everything but credentials.
  public var parameters: JSONValue
  /// Field name → sealed credential.
  public var sealed: [String: String]
  /// Nil: all that the kind can do.
  public var capabilities: [String]?

  public init(
    endpointID: UUID, requestedBy: String, projectSlug: String? = nil, sourceID: String? = nil, name: String,
    description: String? = nil, verb: String = "POST", url: String? = nil, authPolicy: String? = nil,
    domain: String? = nil, labels: [String]? = nil, kind: String, parameters: JSONValue,
    sealed: [String: String] = [:], capabilities: [String]? = nil
  ) {
    self.endpointID = endpointID
    self.requestedBy = requestedBy
    self.projectSlug = projectSlug
    self.sourceID = sourceID
    self.name = name
    self.description = description
    self.verb = verb
    self.url = url
    self.authPolicy = authPolicy
    self.domain = domain
    self.labels = labels
    self.kind = kind
    self.parameters = parameters
    self.sealed = sealed
    self.capabilities = capabilities
  }
}
