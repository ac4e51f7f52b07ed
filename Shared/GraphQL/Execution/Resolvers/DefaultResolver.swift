/// What stands in for the fields of a type that have no resolver of their own.
public struct DefaultResolver: Sendable {
  let make: @Sendable (_ field: String) -> Resolver

  /// - Parameter make: gives the resolver of a field by its name.
  public init(_ make: @escaping @Sendable (_ field: String) -> Resolver) { self.make = make }

  /// Reads the field of the same name from a source that is ``MemberReadable``, such as a JSON object.
  public static let member = DefaultResolver { .member($0) }
}
