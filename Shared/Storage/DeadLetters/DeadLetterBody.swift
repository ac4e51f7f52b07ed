import Contracts

/// The body of a dead letter, as far as it is at hand.
public struct DeadLetterBody: Sendable, Equatable {
  /// The beginning, or all of it.
  public var bytes: [UInt8]
  /// Bytes of the whole body, as it came.
  public var size: Int
  /// Whether the whole body is text: UTF-8 without NUL characters.
  public var isText: Bool

  public init(bytes: [UInt8], size: Int, isText: Bool) {
    self.bytes = bytes
    self.size = size
    self.isText = isText
  }

  /// Of a message that has come: bytes beyond `limit` are left out.
  public init(_ body: [UInt8], limit: Int) {
    bytes = Array(body.prefix(limit))
    size = body.count
    isText = MessageBody.isText(body)
  }

  public var isWhole: Bool { bytes.count == size }

  /// For people: text as it is, anything else as `base64:…`. What is cut says so.
  public var shown: String {
    let mark = isWhole ? "" : "… (\(size - bytes.count) more bytes)"
    guard isText else { return MessageBody.base64(bytes) + mark }
    return String(decoding: wholeCharacters, as: UTF8.self) + mark
  }

  /// Without the part of a character that the cut has left.
  private var wholeCharacters: ArraySlice<UInt8> {
    guard !isWhole, let start = bytes.lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return bytes[...] }
    let length =
      switch bytes[start] {
      case 0xF0...: 4
      case 0xE0...: 3
      case 0xC0...: 2
      default: 1
      }
    return start + length > bytes.count ? bytes[..<start] : bytes[...]
  }
}
