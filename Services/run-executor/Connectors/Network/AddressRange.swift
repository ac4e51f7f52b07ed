/// All addresses that begin with the same bits.
struct AddressRange: Sendable, Hashable {
  let prefix: IPAddress
  /// In bits: 0…32 or 0…128.
  let length: Int

  init(prefix: IPAddress, length: Int) {
    self.prefix = prefix
    self.length = length
  }

  /// Reads `10.0.0.0/8`; an address alone is a range of one.
  init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1)
    guard let first = parts.first, let prefix = IPAddress(String(first)) else { return nil }
    let longest = prefix.bytes.count * 8
    guard let length = parts.count == 2 ? Int(parts[1]) : longest, 0...longest ~= length else { return nil }
    self.init(prefix: prefix, length: length)
  }

  func contains(_ address: IPAddress) -> Bool {
    guard address.family == prefix.family else { return false }
    let whole = length / 8
    guard address.bytes[..<whole] == prefix.bytes[..<whole] else { return false }
    let rest = length % 8
    return rest == 0 || (address.bytes[whole] ^ prefix.bytes[whole]) >> (8 - rest) == 0
  }
}
