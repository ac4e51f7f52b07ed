import TestSupport
import Testing

@testable import Connectors

@Suite("Address policy")
struct AddressPolicyTests {
  private static let open = AddressPolicy(allowsPrivateNetworks: true)
  private static let strict = AddressPolicy(allowsPrivateNetworks: false)

  private static func allows(_ policy: AddressPolicy, _ address: String) -> Bool {
    do { try policy.check([address]) } catch { return false }
    return true
  }

  @Test(
    arguments: [
      "169.254.169.254", "169.254.0.1", "169.254.255.255", "fe80::1", "fe80::1%eth0", "febf::1",
      "fd00:ec2::254",
      "fd20:ce::254", "100.100.100.200", "168.63.129.16", "::ffff:169.254.169.254", "::ffff:a9fe:a9fe",
      "64:ff9b::a9fe:a9fe", "64:ff9b:1::a9fe:a9fe", "2002:a9fe:a9fe::1", "::169.254.169.254",
      "::ffff:0:169.254.169.254", "2001:0:1:2:3:4:5601:5601", "2001:db8::5efe:169.254.169.254",
      "::ffff:100.100.100.200",
    ])
  func `link-local and metadata addresses are never allowed, in no disguise`(address: String) {
    #expect(!Self.allows(Self.open, address))
    #expect(!Self.allows(Self.strict, address))
  }

  @Test(
    arguments: [
      "127.0.0.1", "127.255.255.255", "::1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
      "100.64.0.1", "100.127.255.255", "fc00::1", "fdff::1", "fec0::1", "0.0.0.0", "0.1.2.3", "::",
      "224.0.0.1",
      "239.1.2.3", "ff02::1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.2.1", "2001:db8::1",
      "::ffff:127.0.0.1", "::ffff:10.1.2.3", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:c0a8:101::1",
    ])
  func `private, shared and special addresses are allowed only where the operator says so`(address: String) {
    #expect(Self.allows(Self.open, address))
    #expect(!Self.allows(Self.strict, address))
  }

  @Test(
    arguments: [
      "8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1",
      "169.253.255.255",
      "169.255.0.0", "192.167.255.255", "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "fbff::1",
      "::ffff:8.8.8.8", "2002:808:808::1", "64:ff9b::808:808", "100.100.100.201%",
    ].filter { !$0.hasSuffix("%") })
  func `public addresses are allowed`(address: String) {
    #expect(Self.allows(Self.open, address))
    #expect(Self.allows(Self.strict, address))
  }

  @Test(
    arguments: [
      "", "localhost", "/var/run/postgresql", "@socket", "0x7f000001", "2130706433", "0177.0.0.1", "127.1",
      "127.0.0.1 ", " 127.0.0.1", "127.0.0.1%eth0", "8.8.8.8%x", "8.8.8.8\0", "1.2.3", "1.2.3.4.5",
      "256.1.1.1",
      "::g", "[::1]", "1.2.3.4:80",
    ])
  func `what is no address in its canonical form is refused`(text: String) {
    #expect(IPAddress(text) == nil)
    #expect(!Self.allows(Self.open, text))
  }

  @Test func `one refused address refuses them all`() throws {
    try Self.strict.check(["8.8.8.8", "2606:4700::1111"])
    #expect(
      throws: AddressRefusal(
        address: "10.0.0.1", reason: "is a private address, and this installation allows public ones only")
    ) {
      try Self.strict.check(["8.8.8.8", "10.0.0.1"])
    }
    #expect(
      throws: AddressRefusal(
        address: "169.254.169.254", reason: "is a cloud metadata address, which is never allowed")
    ) {
      try Self.open.check(["169.254.169.254"])
    }
  }

  @Test func `every range of the tables was read`() { #expect(AddressScope.rangeCount == 33) }

  /// Against plain arithmetic on 32 bits, for addresses near and far.
  @Test func `IPv4 ranges are those of their numbers`() {
    let refused: [(UInt32, Int)] = [
      (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16),
      (0xAC10_0000, 12), (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16),
      (0xC612_0000, 15), (0xC633_6400, 24), (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
      (0xA83F_8110, 32),
    ]
    var random = SeededGenerator(seed: 7)
    for round in 0..<20_000 {
      var number = UInt32.random(in: .min ... .max, using: &random)
      if round % 2 == 0 {
        // Around the edges of a range.
        let (prefix, length) = refused[Int(number) % refused.count]
        let size = length == 0 ? 0 : UInt32(truncatingIfNeeded: UInt64(1) << UInt64(32 - length))
        number =
          (Bool.random(using: &random) ? prefix : prefix &+ size) &+ UInt32.random(in: 0...2, using: &random)
          &- 1
      }
      let isRefused = refused.contains { prefix, length in
        (UInt64(number) ^ UInt64(prefix)) >> UInt64(32 - length) == 0
      }
      let text = (0..<4).map { String(number >> UInt32(24 - 8 * $0) & 255) }.joined(separator: ".")
      #expect(Self.allows(Self.strict, text) == !isRefused, "\(text)")
      // Mapped into IPv6 the answer is the same; and what is private is never looser when it is disguised.
      #expect(Self.allows(Self.strict, "::ffff:\(text)") == !isRefused, "\(text)")
      #expect(Self.allows(Self.open, "::ffff:\(text)") == Self.allows(Self.open, text), "\(text)")
    }
  }

  @Test func `an address is in a range exactly when its first bits are the prefix's`() throws {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<5_000 {
      let family: IPAddress.Family = Bool.random(using: &random) ? .v4 : .v6
      let size = family == .v4 ? 4 : 16
      let prefix = (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      let length = Int.random(in: 0...size * 8, using: &random)
      let range = AddressRange(prefix: IPAddress(family: family, bytes: prefix), length: length)
      let flipped = Int.random(in: 0..<size * 8, using: &random)
      var bytes = prefix
      bytes[flipped / 8] ^= 0x80 >> UInt8(flipped % 8)
      #expect(range.contains(IPAddress(family: family, bytes: prefix)))
      #expect(range.contains(IPAddress(family: family, bytes: bytes)) == (flipped >= length))
    }
    let v4 = try #require(AddressRange("0.0.0.0/0"))
    #expect(!v4.contains(try #require(IPAddress("::1"))))
    #expect(AddressRange("10.0.0.0/33") == nil)
    #expect(AddressRange("10.0.0.0/-1") == nil)
    #expect(AddressRange("10.0.0.0/x") == nil)
  }
}
