import JSON

/// What a kind of endpoint needs to be registered.
public struct EndpointTemplate: Sendable {
  public enum Family: String, Sendable { case jdbc = "JDBC", http = "HTTP", stream = "STREAM" }

  public var kind: EndpointKind
  public var family: Family
  public var title: String
  public var vendor: String
  public var description: String
  public var fields: [EndpointField]
  public var sampleConfig: JSONValue
  /// What the connector offers.
  public var capabilities: Set<Capability>

  /// The keys that are sealed before they leave the gateway.
  public var sensitiveKeys: Set<String> { Set(fields.lazy.filter(\.isSensitive).map(\.key)) }

  /// The templates of all kinds; `synthetic` only where the platform offers it.
  public static func all(synthetic: Bool) -> [EndpointTemplate] {
    synthetic ? [.postgres, .synthetic] : [.postgres]
  }
}
