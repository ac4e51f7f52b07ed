import Foundation
import JSON
import OrderedCollections

/// A type that resolvers can give as it is.
public protocol ResolvedConvertible: Sendable {
  var resolved: ResolvedValue { get }
}

/// Marks a type as the source of objects.
public protocol GraphQLObject: ResolvedConvertible {}

extension GraphQLObject {
  public var resolved: ResolvedValue { .object(self) }
}

extension ResolvedValue: ResolvedConvertible {
  public var resolved: ResolvedValue { self }
}

extension JSONValue: ResolvedConvertible {
  public var resolved: ResolvedValue { isNull ? .null : .leaf(self) }
}

extension String: ResolvedConvertible {
  public var resolved: ResolvedValue { .leaf(.string(self)) }
}

extension Bool: ResolvedConvertible {
  public var resolved: ResolvedValue { .leaf(.bool(self)) }
}

extension Int: ResolvedConvertible {
  public var resolved: ResolvedValue { .leaf(.int(Int64(self))) }
}

extension Int32: ResolvedConvertible {
  public var resolved: ResolvedValue { .leaf(.int(Int64(self))) }
}

extension Int64: ResolvedConvertible {
  public var resolved: ResolvedValue { .leaf(.int(self)) }
}

extension Double: ResolvedConvertible {
  public var resolved: ResolvedValue { .leaf(.double(self)) }
}

extension UUID: ResolvedConvertible {
  /// The usual form, in lower case.
  public var resolved: ResolvedValue { .leaf(.string(uuidString.lowercased())) }
}

extension Optional: ResolvedConvertible where Wrapped: ResolvedConvertible {
  public var resolved: ResolvedValue { self?.resolved ?? .null }
}

extension Array: ResolvedConvertible where Element: ResolvedConvertible {
  public var resolved: ResolvedValue { .list(map(\.resolved)) }
}

extension OrderedDictionary: ResolvedConvertible where Key == String, Value == JSONValue {
  public var resolved: ResolvedValue { .leaf(.object(self)) }
}
