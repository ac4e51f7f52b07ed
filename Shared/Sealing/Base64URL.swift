import Foundation

/// Base64 with the URL alphabet and without padding, each value in one spelling only.
enum Base64URL {
  static func encode(_ bytes: some Sequence<UInt8>) -> String {
    translated(Data(bytes).base64EncodedString()) { byte in
      switch byte {
      case UInt8(ascii: "+"): UInt8(ascii: "-")
      case UInt8(ascii: "/"): UInt8(ascii: "_")
      case UInt8(ascii: "="): nil
      default: byte
      }
    }
  }

  /// Nil for anything that ``encode(_:)`` would not have written, spare bits in the last character included:
  /// two texts for one value would let a changed text pass as the original.
  static func decode(_ text: Substring) -> [UInt8]? {
    let standard = translated(String(text)) { byte in
      switch byte {
      case UInt8(ascii: "-"): UInt8(ascii: "+")
      case UInt8(ascii: "_"): UInt8(ascii: "/")
      default: byte
      }
    }
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    guard let data = Data(base64Encoded: standard + padding), encode(data) == text else { return nil }
    return Array(data)
  }

  private static func translated(_ text: String, _ translate: (UInt8) -> UInt8?) -> String {
    String(decoding: text.utf8.compactMap(translate), as: UTF8.self)
  }
}
