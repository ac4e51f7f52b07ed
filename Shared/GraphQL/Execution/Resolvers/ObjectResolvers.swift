/// Collects the resolvers of one type whose sources have one Swift type.
public struct ObjectResolvers<Source: Sendable> {
  private(set) var resolvers: [(field: String, resolver: Resolver)] = []

  /// See ``Resolver/property(_:_:)``.
  public mutating func property(
    _ field: String, _ body: @escaping @Sendable (Source) throws -> some ResolvedConvertible
  ) {
    resolvers.append((field, .property(Source.self, body)))
  }

  /// See ``Resolver/property(_:_:)``.
  public mutating func property(
    _ field: String, _ body: @escaping @Sendable (Source, ResolveInfo) throws -> some ResolvedConvertible
  ) {
    resolvers.append((field, .property(Source.self, body)))
  }

  /// See ``Resolver/single(_:_:)``.
  public mutating func single(
    _ field: String,
    _ body: @escaping @Sendable (Source, ResolveInfo) async throws -> some ResolvedConvertible
  ) {
    resolvers.append((field, .single(Source.self, body)))
  }

  /// See ``Resolver/batch(_:_:)``.
  public mutating func batch(
    _ field: String,
    _ body: @escaping @Sendable ([Source], ResolveInfo) async throws -> [Result<ResolvedValue, any Error>]
  ) {
    resolvers.append((field, .batch(Source.self, body)))
  }

  /// A field that is always null.
  public mutating func null(_ field: String) { resolvers.append((field, .constant(ResolvedValue.null))) }

  /// A list that is always empty.
  public mutating func emptyList(_ field: String) {
    resolvers.append((field, .constant(ResolvedValue.list([]))))
  }
}
