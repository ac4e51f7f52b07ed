extension TraceContext {
  private static let length = 55
  private static let dash = UInt8(ascii: "-")

  /// Reads the value of a `traceparent` header (W3C Trace Context, 3.2).
  /// - Returns: nil when it is malformed: a trace then begins anew, as the recommendation wants it.
  public init?(traceparent text: String) {
    var text = text
    let context = text.withUTF8 { Self.parse($0) }
    guard let context else { return nil }
    self = context
  }

  private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> TraceContext? {
    guard bytes.count >= length, [2, 35, 52].allSatisfy({ bytes[$0] == dash }),
      let version = HexDigits.number(bytes[0..<2]), version != 0xFF,
      // Later versions may only add something behind another dash.
      bytes.count == length || (version > 0 && bytes[length] == dash),
      let high = HexDigits.number(bytes[3..<19]), let low = HexDigits.number(bytes[19..<35]),
      let span = HexDigits.number(bytes[36..<52]), let flags = HexDigits.number(bytes[53..<55]),
      let traceID = TraceID(high: high, low: low), let spanID = SpanID(span)
    else { return nil }
    return TraceContext(traceID: traceID, spanID: spanID, isSampled: flags & 1 == 1)
  }

  /// The value of a `traceparent` header, version 00.
  public var traceparent: String { "00-\(traceID.text)-\(spanID.text)-\(isSampled ? "01" : "00")" }
}
