import Foundation
import JSON

extension String: SQLArrayElement {
  /// Inferred, so that a string fits columns of enumerations, `inet`, `jsonb`, … as it does in psql.
  public static var sqlType: SQLType { .inferred }
  public var sqlParameter: SQLParameter { SQLParameter(type: .inferred, text: self) }
  public static func decodeSQL(_ text: ArraySlice<UInt8>?) -> String? {
    text.map { String(decoding: $0, as: UTF8.self) }
  }
}

extension FixedWidthInteger where Self: SignedInteger {
  static func decodeDecimal(_ text: ArraySlice<UInt8>?) -> Self? {
    guard let text, let first = text.first else { return nil }
    let isNegative = first == UInt8(ascii: "-")
    let digits = isNegative ? text.dropFirst() : text
    guard !digits.isEmpty else { return nil }
    var value: Self = 0
    for digit in digits {
      guard digit >= 0x30, digit <= 0x39 else { return nil }
      // Below zero all along, because the smallest value has no positive counterpart.
      let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
      let (difference, underflowed) = product.subtractingReportingOverflow(Self(digit - 0x30))
      guard !overflowed, !underflowed else { return nil }
      value = difference
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }
}

extension Int: SQLArrayElement {
  public static var sqlType: SQLType { .int8 }
  public var sqlParameter: SQLParameter { SQLParameter(type: .int8, text: String(self)) }
  public static func decodeSQL(_ text: ArraySlice<UInt8>?) -> Int? { decodeDecimal(text) }
}

extension Int64: SQLArrayElement {
  public static var sqlType: SQLType { .int8 }
  public var sqlParameter: SQLParameter { SQLParameter(type: .int8, text: String(self)) }
  public static func decodeSQL(_ text: ArraySlice<UInt8>?) -> Int64? { decodeDecimal(text) }
}

extension Int32: SQLArrayElement {
  public static var sqlType: SQLType { .int4 }
  public var sqlParameter: SQLParameter { SQLParameter(type: .int4, text: String(self)) }
  public static func decodeSQL(_ text: ArraySlice<UInt8>?) -> Int32? { decodeDecimal(text) }
}

extension Bool: SQLArrayElement {
  public static var sqlType: SQLType { .bool }
  public var sqlParameter: SQLParameter { SQLParameter(type: .bool, text: self ? "t" : "f") }
  public static func decodeSQL(_ text: ArraySlice<UInt8>?) -> Bool? {
    guard let text, text.count == 1 else { return nil }
    switch text.first {
    case UInt8(ascii: "t"): return true
    case UInt8(ascii: "f"): return false
    default: return nil
    }
  }
}

extension Double: SQLArrayElement {
  public static var sqlType: SQLType { .float8 }
  public var sqlParameter: SQLParameter { SQLParameter(type: .float8, text: description) }
  public static func decodeSQL(_ text: ArraySlice<UInt8>?) -> Double? {
    text.flatMap { Double(String(decoding: $0, as: UTF8.self)) }
  }
}

extension UUID: SQLArrayElement {
  public static var sqlType: SQLType { .uuid }
  public var sqlParameter: SQLParameter { SQLParameter(type: .uuid, text: HexText.write(self)) }
  public static func decodeSQL(_ text: ArraySlice<UInt8>?) -> UUID? { text.flatMap(HexText.parseUUID) }
}

extension Date: SQLArrayElement {
  public static var sqlType: SQLType { .timestamptz }
  public var sqlParameter: SQLParameter { SQLParameter(type: .timestamptz, text: TimestampText.write(self)) }
  /// Microseconds are kept; `infinity` reads as `distantFuture` and `-infinity` as `distantPast`.
  public static func decodeSQL(_ text: ArraySlice<UInt8>?) -> Date? { text.flatMap(TimestampText.parse) }
}

extension JSONValue: SQLArrayElement {
  public static var sqlType: SQLType { .jsonb }
  public var sqlParameter: SQLParameter { SQLParameter(type: .jsonb, text: encodedString) }
  public static func decodeSQL(_ text: ArraySlice<UInt8>?) -> JSONValue? {
    text.flatMap { try? JSONValue(parsing: $0) }
  }
}

/// A byte alone is no column type; an array of them is a `bytea`.
extension UInt8: SQLArrayElement {
  public static var sqlType: SQLType { .int4 }
  public var sqlParameter: SQLParameter { SQLParameter(type: .int4, text: String(self)) }
  public static func decodeSQL(_ text: ArraySlice<UInt8>?) -> UInt8? {
    Int32.decodeDecimal(text).flatMap(UInt8.init(exactly:))
  }
  public static var sqlArrayType: SQLType { .bytea }
  public static func sqlArrayParameter(_ elements: [UInt8]) -> SQLParameter {
    SQLParameter(type: .bytea, text: HexText.writeBytes(elements))
  }
  public static func decodeSQLArray(_ text: ArraySlice<UInt8>) -> [UInt8]? { HexText.parseBytes(text) }
}
