/// How far an address reaches, as far as a policy is concerned.
enum AddressScope: Sendable, Hashable {
  case everywhere
  /// Inside a network, or not for ordinary use; the text names the range for people.
  case restricted(String)
  /// Never meant for a source.
  case forbidden(String)

  init(of address: IPAddress) {
    let all = ([address] + address.embedded).map(Self.alone)
    // The strictest of an address and of those it stands for counts.
    self = all.first(where: \.isForbidden) ?? all.first { $0 != .everywhere } ?? .everywhere
  }

  private var isForbidden: Bool { if case .forbidden = self { true } else { false } }

  private static func alone(_ address: IPAddress) -> AddressScope {
    if let (_, name) = neverAllowed.first(where: { $0.0.contains(address) }) { return .forbidden(name) }
    if let (_, name) = restrictedRanges.first(where: { $0.0.contains(address) }) { return .restricted(name) }
    return .everywhere
  }

  private static let neverAllowed = ranges([
    ("169.254.169.254", "a cloud metadata address"),
    ("169.254.0.0/16", "a link-local address"),
    ("fe80::/10", "a link-local address"),
    ("fd00:ec2::254", "a cloud metadata address"),
    ("fd20:ce::254", "a cloud metadata address"),
    ("fd00:42::42", "a cloud metadata address"),
    ("100.100.100.200", "a cloud metadata address"),
    ("168.63.129.16", "a cloud metadata address"),
    ("192.0.0.192", "a cloud metadata address"),
  ])

  private static let restrictedRanges = ranges([
    ("127.0.0.0/8", "a loopback address"),
    ("::1", "a loopback address"),
    ("10.0.0.0/8", "a private address"),
    ("172.16.0.0/12", "a private address"),
    ("192.168.0.0/16", "a private address"),
    ("fc00::/7", "a private address"),
    ("fec0::/10", "a private address"),
    ("64:ff9b:1::/48", "a private address"),
    ("100.64.0.0/10", "a shared address"),
    ("0.0.0.0/8", "an unspecified address"),
    ("::", "an unspecified address"),
    ("224.0.0.0/4", "a multicast address"),
    ("ff00::/8", "a multicast address"),
    ("192.0.0.0/24", "a reserved address"),
    ("192.0.2.0/24", "a reserved address"),
    ("192.88.99.0/24", "a reserved address"),
    ("198.18.0.0/15", "a reserved address"),
    ("198.51.100.0/24", "a reserved address"),
    ("203.0.113.0/24", "a reserved address"),
    ("240.0.0.0/4", "a reserved address"),
    ("100::/64", "a reserved address"),
    ("2001:db8::/32", "a reserved address"),
    ("3fff::/20", "a reserved address"),
    ("5f00::/16", "a reserved address"),
  ])

  private static func ranges(_ table: [(String, String)]) -> [(AddressRange, String)] {
    table.compactMap { text, name in AddressRange(text).map { ($0, name) } }
  }

  /// How many ranges the tables name, to tell in a test that all of them were read.
  static var rangeCount: Int { neverAllowed.count + restrictedRanges.count }
}
