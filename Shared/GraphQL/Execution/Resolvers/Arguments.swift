import Foundation
import JSON
import OrderedCollections

/// The coerced arguments of a field.
///
/// Validation and coercion have checked the types, so an accessor that does not fit is a mistake of the host;
/// it throws an error that is masked.
public struct Arguments: Sendable {
  /// The values in the order of the field's definition; without the ones that were left out.
  public let values: JSONObject

  /// The value of an argument; nil when it was left out and has no default.
  public subscript(name: String) -> JSONValue? { values[name] }

  /// Whether an argument has a value, be it null.
  public func has(_ name: String) -> Bool { values[name] != nil }

  public func string(_ name: String) throws -> String { try required(name, optionalString(name)) }
  public func int(_ name: String) throws -> Int { try required(name, optionalInt(name)) }
  public func bool(_ name: String) throws -> Bool { try required(name, optionalBool(name)) }
  public func double(_ name: String) throws -> Double { try required(name, optionalDouble(name)) }

  /// A string, ID, enum value or custom scalar written as a string; nil when null or left out.
  public func optionalString(_ name: String) throws -> String? { try optional(name, \.stringValue) }

  /// A whole number; nil when null or left out.
  public func optionalInt(_ name: String) throws -> Int? {
    try optional(name) { $0.intValue.flatMap { Int(exactly: $0) } }
  }

  /// A boolean; nil when null or left out.
  public func optionalBool(_ name: String) throws -> Bool? { try optional(name, \.boolValue) }

  /// A number; nil when null or left out.
  public func optionalDouble(_ name: String) throws -> Double? { try optional(name, \.doubleValue) }

  /// A list of strings; nil when null or left out.
  public func strings(_ name: String) throws -> [String]? {
    try optional(name) { value in
      value.arrayValue.flatMap { elements in
        let strings = elements.compactMap(\.stringValue)
        return strings.count == elements.count ? strings : nil
      }
    }
  }

  /// An input object; nil when null or left out.
  public func object(_ name: String) throws -> JSONObject? { try optional(name, \.objectValue) }

  /// Decodes one argument.
  public func decode<Value: Decodable>(_ name: String, as _: Value.Type = Value.self) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data((values[name] ?? .null).encodedBytes))
  }

  /// Decodes all arguments together.
  public func decode<Value: Decodable>(_: Value.Type = Value.self) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(JSONValue.object(values).encodedBytes))
  }

  private func optional<Value>(_ name: String, _ read: (JSONValue) -> Value?) throws -> Value? {
    guard let value = values[name], !value.isNull else { return nil }
    guard let typed = read(value) else {
      throw InvalidResultError("argument \"\(name)\" was read as \(Value.self), but is \(value.kindName)")
    }
    return typed
  }

  private func required<Value>(_ name: String, _ value: Value?) throws -> Value {
    guard let value else { throw InvalidResultError("argument \"\(name)\" has no value") }
    return value
  }
}
