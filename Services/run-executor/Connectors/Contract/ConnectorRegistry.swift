import Domain

/// The connectors a process offers.
public struct ConnectorRegistry: Sendable {
  private let connectors: [EndpointKind: any Connector]

  public init(_ connectors: [any Connector]) {
    self.connectors = Dictionary(connectors.map { ($0.kind, $0) }) { _, last in last }
  }

  /// - Parameter kind: the raw value as rows and messages spell it.
  /// - Returns: nil for a kind this process does not offer.
  public func connector(for kind: String) -> (any Connector)? {
    EndpointKind(rawValue: kind).flatMap { connectors[$0] }
  }
}
