import Foundation
import JSON
import OrderedCollections

/// A type that resolvers can give as it is.
public protocol ResolvedConvertible: Sendable {
  var resolved: ResolvedValue { get }
  /// Writes the value where a leaf is asked for. Only a faster way to what ``resolved`` says, which is what stands in
  /// for types without their own.
  func write(to leaf: inout LeafWriter) throws
  /// A list of values of the type.
  static func resolved(list: [Self]) -> ResolvedValue
}

extension ResolvedConvertible {
  public func write(to leaf: inout LeafWriter) throws { try leaf.write(resolved) }
  public static func resolved(list: [Self]) -> ResolvedValue { .list(list.map(\.resolved)) }
}

/// Marks a type as the source of objects.
public protocol GraphQLObject: ResolvedConvertible {}

extension GraphQLObject {
  public var resolved: ResolvedValue { .object(self) }
  public static func resolved(list: [Self]) -> ResolvedValue { .objects(ObjectList(list)) }
}

extension ResolvedValue: ResolvedConvertible {
  public var resolved: ResolvedValue { self }
}

extension JSONValue: ResolvedConvertible {
  public var resolved: ResolvedValue { isNull ? .null : .leaf(self) }
  public func write(to leaf: inout LeafWriter) throws { try leaf.write(self) }
}

extension String: ResolvedConvertible {
  public var resolved: ResolvedValue { .leaf(.string(self)) }
  public func write(to leaf: inout LeafWriter) throws { try leaf.write(self) }
}

extension Bool: ResolvedConvertible {
  public var resolved: ResolvedValue { .leaf(.bool(self)) }
  public func write(to leaf: inout LeafWriter) throws { try leaf.write(self) }
}

extension Int: ResolvedConvertible {
  public var resolved: ResolvedValue { .leaf(.int(Int64(self))) }
  public func write(to leaf: inout LeafWriter) throws { try leaf.write(Int64(self)) }
}

extension Int32: ResolvedConvertible {
  public var resolved: ResolvedValue { .leaf(.int(Int64(self))) }
  public func write(to leaf: inout LeafWriter) throws { try leaf.write(Int64(self)) }
}

extension Int64: ResolvedConvertible {
  public var resolved: ResolvedValue { .leaf(.int(self)) }
  public func write(to leaf: inout LeafWriter) throws { try leaf.write(self) }
}

extension Double: ResolvedConvertible {
  public var resolved: ResolvedValue { .leaf(.double(self)) }
  public func write(to leaf: inout LeafWriter) throws { try leaf.write(self) }
}

extension Optional: ResolvedConvertible where Wrapped: ResolvedConvertible {
  public var resolved: ResolvedValue { self?.resolved ?? .null }
  public func write(to leaf: inout LeafWriter) throws {
    if let self { try self.write(to: &leaf) } else { leaf.writeNull() }
  }
}

extension Array: ResolvedConvertible where Element: ResolvedConvertible {
  public var resolved: ResolvedValue { Element.resolved(list: self) }
}

extension OrderedDictionary: ResolvedConvertible where Key == String, Value == JSONValue {
  public var resolved: ResolvedValue { .leaf(.object(self)) }
}
