/// Which network addresses a connector may connect to. Checked after name resolution, before the first packet.
public struct AddressPolicy: Sendable, Hashable {
  /// Whether loopback, private and shared ranges are allowed (`NUCLEUS_ALLOW_PRIVATE_NETWORKS`). Link-local and
  /// cloud metadata addresses never are.
  public var allowsPrivateNetworks: Bool

  public init(allowsPrivateNetworks: Bool = true) { self.allowsPrivateNetworks = allowsPrivateNetworks }
}
