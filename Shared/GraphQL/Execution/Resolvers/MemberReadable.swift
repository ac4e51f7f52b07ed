import JSON
import OrderedCollections

/// A source whose fields can be read by their names, for the default resolver ``Resolver/member``.
public protocol MemberReadable: Sendable {
  /// The value of a field; `.null` for a name it does not know.
  func value(ofField name: String) -> ResolvedValue
}

extension JSONValue: MemberReadable {
  public func value(ofField name: String) -> ResolvedValue { self[name]?.resolved ?? .null }
}

extension OrderedDictionary: MemberReadable where Key == String, Value == JSONValue {
  public func value(ofField name: String) -> ResolvedValue { self[name]?.resolved ?? .null }
}
