/// One field of a patch: left out, explicitly null, or given.
public enum Patch<Value: Codable & Sendable & Equatable>: Sendable, Equatable {
  case unchanged
  case cleared
  case set(Value)

  /// The value after the patch.
  public func applied(to current: Value?) -> Value? {
    switch self {
    case .unchanged: current
    case .cleared: nil
    case .set(let value): value
    }
  }

  public var isChange: Bool { self != .unchanged }
}

// The overloads below are what synthesised `Codable` calls for a property of this type: a key is absent for
// `unchanged` and null for `cleared`.
extension KeyedEncodingContainer {
  public mutating func encode<Value>(_ patch: Patch<Value>, forKey key: Key) throws {
    switch patch {
    case .unchanged: break
    case .cleared: try encodeNil(forKey: key)
    case .set(let value): try encode(value, forKey: key)
    }
  }
}

extension KeyedDecodingContainer {
  public func decode<Value>(_ type: Patch<Value>.Type, forKey key: Key) throws -> Patch<Value> {
    guard contains(key) else { return .unchanged }
    return try decodeNil(forKey: key) ? .cleared : .set(decode(Value.self, forKey: key))
  }
}

extension Patch: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self = container.decodeNil() ? .cleared : .set(try container.decode(Value.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if case .set(let value) = self { try container.encode(value) } else { try container.encodeNil() }
  }
}
