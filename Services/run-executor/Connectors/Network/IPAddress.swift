import Glibc

/// An IPv4 or IPv6 address.
struct IPAddress: Sendable, Hashable {
  enum Family: Sendable { case v4, v6 }

  let family: Family
  /// Network order: 4 or 16.
  let bytes: [UInt8]

  init(family: Family, bytes: [UInt8]) {
    self.family = family
    self.bytes = bytes
  }

  /// Reads the canonical spellings only, as name resolution gives them: no octal, hexadecimal or short forms.
  /// - Parameter text: a zone (`fe80::1%eth0`) is left out.
  /// - Returns: nil for anything else, so that whoever checks addresses refuses what it cannot read.
  init?(_ text: String) {
    let address = String(text.prefix { $0 != "%" })
    guard !address.utf8.contains(0) else { return nil }
    var v4 = in_addr()
    var v6 = in6_addr()
    if inet_pton(AF_INET, address, &v4) == 1 {
      // A zone means nothing here, and what means nothing is not let through.
      guard address == text else { return nil }
      self.init(family: .v4, bytes: withUnsafeBytes(of: v4) { Array($0) })
    } else if inet_pton(AF_INET6, address, &v6) == 1 {
      self.init(family: .v6, bytes: withUnsafeBytes(of: v6) { Array($0) })
    } else {
      return nil
    }
  }

  /// The IPv4 addresses that packets to this address may end up at, by mapping, translation or a tunnel.
  var embedded: [IPAddress] {
    guard family == .v6 else { return [] }
    var found: [IPAddress] = []
    for (range, offset) in Self.carriers where range.contains(self) {
      found.append(IPAddress(family: .v4, bytes: Array(bytes[offset..<offset + 4])))
    }
    if Self.teredo.contains(self) {
      found.append(IPAddress(family: .v4, bytes: bytes[12...].map { ~$0 }))
    }
    // ISATAP: the interface part says that the rest is an IPv4 address.
    if bytes[8] & ~0x02 == 0, bytes[9] == 0, bytes[10] == 0x5E, bytes[11] == 0xFE {
      found.append(IPAddress(family: .v4, bytes: Array(bytes[12...])))
    }
    return found
  }

  /// Ranges that carry an IPv4 address, and where in it.
  private static let carriers: [(AddressRange, Int)] = [
    ("::ffff:0:0/96", 12), ("::ffff:0:0:0/96", 12), ("64:ff9b::/96", 12), ("64:ff9b:1::/96", 12),
    ("::/96", 12),
    ("2002::/16", 2),
  ].compactMap { text, offset in AddressRange(text).map { ($0, offset) } }

  private static let teredo = AddressRange(
    prefix: IPAddress(family: .v6, bytes: [0x20, 0x01] + [UInt8](repeating: 0, count: 14)), length: 32)
}
