import JSON
import OrderedCollections

extension Endpoint {
  /// What a stored credential looks like from outside.
  public static let mask = "••••"

  /// The config as the API shows it: credentials masked.
  public var maskedConfig: JSONValue {
    var members = parameters.objectValue ?? [:]
    for field in sealedFields { members[field] = .string(Self.mask) }
    return ["templateId": .string(kind), "parameters": .object(members)]
  }

  /// Whether the endpoint may be used for `capability`.
  public func offers(_ capability: Capability) -> Bool {
    capabilities?.contains(capability.rawValue) ?? true
  }
}
