import JSON

/// How the value of a field is found.
public struct Resolver: Sendable {
  typealias Batch = @Sendable (Sources, ResolveInfo) async throws -> [Result<ResolvedValue, any Error>]
  /// Resolves the source at an index.
  typealias Single = @Sendable (Sources, Int, ResolveInfo) async throws -> ResolvedValue

  enum Kind: Sendable {
    /// The same value for every source.
    case constant(ResolvedValue)
    case property(any PropertyResolver)
    case single(Single)
    case batch(Batch)
    case stream(@Sendable (ResolveInfo) async throws -> EventSource)
  }

  /// Throws when the caller may not have a field.
  public typealias Guard = @Sendable (ResolveInfo) throws -> Void

  let kind: Kind
  let admission: Guard?

  init(kind: Kind, admission: Guard? = nil) {
    self.kind = kind
    self.admission = admission
  }

  /// The resolver behind a guard.
  ///
  /// The guard is asked once for each field position of an operation, however many sources there are, before the
  /// resolver is. An error it throws is the error of the field for every source. Its arguments are empty when the
  /// ones of the document are invalid. A guard around a guarded resolver is asked first.
  public func guarded(by admission: @escaping Guard) -> Resolver {
    guard let inner = self.admission else { return Resolver(kind: kind, admission: admission) }
    return Resolver(kind: kind) { info in
      try admission(info)
      try inner(info)
    }
  }

  /// A value read from its source, without waiting and without side effects.
  public static func property<Source: Sendable, Value: ResolvedConvertible>(
    _: Source.Type, _ body: @escaping @Sendable (Source) throws -> Value
  ) -> Resolver {
    Resolver(kind: .property(TypedProperty(body: .plain(body))))
  }

  /// A value computed from its source and the arguments, without waiting and without side effects.
  public static func property<Source: Sendable, Value: ResolvedConvertible>(
    _: Source.Type, _ body: @escaping @Sendable (Source, ResolveInfo) throws -> Value
  ) -> Resolver {
    Resolver(kind: .property(TypedProperty(body: .withInfo(body))))
  }

  /// A value found for one source at a time; those of a query's field position at the same time.
  public static func single<Source: Sendable>(
    _: Source.Type,
    _ body: @escaping @Sendable (Source, ResolveInfo) async throws -> some ResolvedConvertible
  ) -> Resolver {
    Resolver(
      kind: .single { sources, index, info in
        var sources = sources
        return try await body(try typed(&sources, Source.self)[index], info).resolved
      })
  }

  /// A field of a root type, which has no source.
  public static func root(
    _ body: @escaping @Sendable (ResolveInfo) async throws -> some ResolvedConvertible
  ) -> Resolver {
    Resolver(kind: .single { try await body($2).resolved })
  }

  /// The values for all sources of a field position, found in one call.
  ///
  /// The body gives one result for each source, in their order. When it throws, every source has the error.
  public static func batch<Source: Sendable>(
    _: Source.Type,
    _ body: @escaping @Sendable ([Source], ResolveInfo) async throws -> [Result<ResolvedValue, any Error>]
  ) -> Resolver {
    Resolver(
      kind: .batch { sources, info in
        var sources = sources
        return try await body(try typed(&sources, Source.self), info)
      })
  }

  /// A root field of a subscription: the body gives the source of the events. Each element is the value of the
  /// field for one event (GraphQL specification, 6.2.3.1).
  ///
  /// An error that the body throws refuses the subscription; one that the source throws ends it.
  public static func stream<Events: AsyncSequence & Sendable>(
    _ body: @escaping @Sendable (ResolveInfo) async throws -> Events
  ) -> Resolver where Events.Element: ResolvedConvertible {
    Resolver(kind: .stream { EventSource(try await body($0)) })
  }

  /// The same value for every source.
  public static func constant(_ value: some ResolvedConvertible) -> Resolver {
    Resolver(kind: .constant(value.resolved))
  }

  /// Whether the values are there without waiting.
  var isSynchronous: Bool {
    switch kind {
    case .constant, .property: true
    case .single, .batch, .stream: false
    }
  }

  var isStream: Bool { if case .stream = kind { true } else { false } }

  private static func typed<Source: Sendable>(
    _ sources: inout Sources, _: Source.Type
  ) throws -> [Source] {
    if let typed = sources.typed(as: Source.self) { return typed }
    let other = sources.erased.first { !($0 is Source) } ?? ()
    throw InvalidResultError(other, isNot: Source.self)
  }

  /// Reads the field of the same name from a source that is ``MemberReadable``.
  static func member(_ name: String) -> Resolver {
    Resolver(
      kind: .property(
        ErasedProperty { source in
          // The usual source: a cast to a concrete type is many times cheaper than one to a protocol.
          if let json = source as? JSONValue { return json.value(ofField: name) }
          guard let source = source as? any MemberReadable else {
            throw InvalidResultError("a \(type(of: source)) is not MemberReadable")
          }
          return source.value(ofField: name)
        }))
  }
}
