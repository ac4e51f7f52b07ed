/// The id that all spans of one trace share: 16 bytes, not all zero.
public struct TraceID: Sendable, Hashable {
  public let high: UInt64
  public let low: UInt64

  /// - Returns: nil for zero, which W3C Trace Context calls invalid.
  public init?(high: UInt64, low: UInt64) {
    guard high != 0 || low != 0 else { return nil }
    self.high = high
    self.low = low
  }

  private init(valid high: UInt64, _ low: UInt64) {
    self.high = high
    self.low = low
  }

  /// One that nobody has.
  public static func random(using generator: inout some RandomNumberGenerator) -> TraceID {
    TraceID(valid: generator.next(), UInt64.random(in: 1 ... .max, using: &generator))
  }

  /// 32 lower-case hexadecimal digits.
  public var text: String { HexDigits.text(of: [high, low]) }
}
