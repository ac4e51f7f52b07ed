/// The id of one span within its trace: 8 bytes, not all zero.
public struct SpanID: Sendable, Hashable {
  public let value: UInt64

  /// - Returns: nil for zero, which W3C Trace Context calls invalid.
  public init?(_ value: UInt64) {
    guard value != 0 else { return nil }
    self.value = value
  }

  private init(valid value: UInt64) { self.value = value }

  public static func random(using generator: inout some RandomNumberGenerator) -> SpanID {
    SpanID(valid: UInt64.random(in: 1 ... .max, using: &generator))
  }

  /// 16 lower-case hexadecimal digits.
  public var text: String { HexDigits.text(of: [value]) }
}
