import Foundation

/// `uuid` and `bytea` as text.
enum HexText {
  private static let digits = Array("0123456789abcdef".utf8)

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x61 + 10
    case 0x41...0x46: digit - 0x41 + 10
    default: nil
    }
  }

  static func write(_ uuid: UUID) -> String {
    String(unsafeUninitializedCapacity: 36) { buffer in
      var position = 0
      withUnsafeBytes(of: uuid.uuid) { bytes in
        for (index, byte) in bytes.enumerated() {
          if index == 4 || index == 6 || index == 8 || index == 10 {
            buffer[position] = UInt8(ascii: "-")
            position += 1
          }
          buffer[position] = digits[Int(byte >> 4)]
          buffer[position + 1] = digits[Int(byte & 15)]
          position += 2
        }
      }
      return position
    }
  }

  static func parseUUID(_ text: ArraySlice<UInt8>) -> UUID? {
    guard text.count == 36 else { return nil }
    var uuid: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    var position = text.startIndex
    let isValid = withUnsafeMutableBytes(of: &uuid) { bytes in
      for index in 0..<16 {
        if index == 4 || index == 6 || index == 8 || index == 10 {
          guard text[position] == UInt8(ascii: "-") else { return false }
          position += 1
        }
        guard let high = value(of: text[position]), let low = value(of: text[position + 1]) else {
          return false
        }
        bytes[index] = high << 4 | low
        position += 2
      }
      return true
    }
    return isValid ? UUID(uuid: uuid) : nil
  }

  /// The hex form of `bytea`: `\x` and two digits a byte.
  static func writeBytes(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: 2 + bytes.count * 2) { buffer in
      buffer[0] = UInt8(ascii: "\\")
      buffer[1] = UInt8(ascii: "x")
      for (index, byte) in bytes.enumerated() {
        buffer[2 + index * 2] = digits[Int(byte >> 4)]
        buffer[3 + index * 2] = digits[Int(byte & 15)]
      }
      return 2 + bytes.count * 2
    }
  }

  static func parseBytes(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    guard text.count % 2 == 0, text.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "x")]) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2 - 1)
    var position = text.startIndex + 2
    while position < text.endIndex {
      guard let high = value(of: text[position]), let low = value(of: text[position + 1]) else { return nil }
      bytes.append(high << 4 | low)
      position += 2
    }
    return bytes
  }
}
