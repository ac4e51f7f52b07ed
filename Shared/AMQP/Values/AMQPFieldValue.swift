import struct Foundation.Date

/// A value in the headers of a message or in the arguments of a declaration.
public enum AMQPFieldValue: Sendable, Hashable {
  case string(String)
  case int(Int64)
  case bool(Bool)
  case double(Double)
  /// Whole seconds on the wire.
  case timestamp(Date)
  case bytes([UInt8])
  case list([AMQPFieldValue])
  case table([String: AMQPFieldValue])
  case void

  /// The text, if it is one.
  public var stringValue: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The number, if it is a whole one.
  public var intValue: Int64? {
    if case .int(let value) = self { value } else { nil }
  }

  /// The truth value, if it is one.
  public var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }
}

extension AMQPFieldValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int64) { self = .int(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(floatLiteral value: Double) { self = .double(value) }
}
