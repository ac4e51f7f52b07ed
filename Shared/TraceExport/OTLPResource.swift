/// Which process spans come from, as the semantic conventions for resources name it.
public struct OTLPResource: Sendable {
  /// The executable, `scheduler`.
  public let service: String
  /// Which of its kind, `scheduler-1@host`.
  public let instance: String
  public let host: String
  public let version: String

  public init(service: String, instance: String, host: String, version: String) {
    self.service = service
    self.instance = instance
    self.host = host
    self.version = version
  }

  static let namespace = "nucleus"

  var attributes: [(key: String, value: String)] {
    [
      ("service.namespace", Self.namespace), ("service.name", service), ("service.instance.id", instance),
      ("service.version", version), ("host.name", host), ("telemetry.sdk.name", Self.namespace),
      ("telemetry.sdk.language", "swift"), ("telemetry.sdk.version", version),
    ]
  }
}
