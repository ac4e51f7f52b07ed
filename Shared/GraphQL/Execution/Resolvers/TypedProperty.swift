/// A property of sources that have one Swift type.
struct TypedProperty<Source: Sendable, Value: ResolvedConvertible>: PropertyResolver {
  enum Body: Sendable {
    case plain(@Sendable (Source) throws -> Value)
    case withInfo(@Sendable (Source, ResolveInfo) throws -> Value)
  }

  let body: Body

  var needsInfo: Bool { if case .withInfo = body { true } else { false } }

  func write(_ sources: inout Sources, _ info: ResolveInfo?, to leaf: inout LeafWriter) {
    guard let typed = sources.typed(as: Source.self) else {
      for result in values(&sources, info) { leaf.write(row: result) }
      return
    }
    switch body {
    case .plain(let body):
      typed.lendEach { source in
        do {
          try body(source).write(to: &leaf)
          leaf.endRow()
        } catch { leaf.failRow(error) }
      }
    case .withInfo(let body):
      typed.lendEach { source in
        do {
          guard let info else { throw Self.noInfo }
          try body(source, info).write(to: &leaf)
          leaf.endRow()
        } catch { leaf.failRow(error) }
      }
    }
  }

  func values(_ sources: inout Sources, _ info: ResolveInfo?) -> [Result<ResolvedValue, any Error>] {
    guard let typed = sources.typed(as: Source.self) else {
      return sources.erased.map { source in Result { try value(erased: source, info) } }
    }
    return typed.map { source in Result { try value(of: source, info) } }
  }

  private func value(erased source: any Sendable, _ info: ResolveInfo?) throws -> ResolvedValue {
    guard let source = source as? Source else { throw InvalidResultError(source, isNot: Source.self) }
    return try value(of: source, info)
  }

  private func value(of source: Source, _ info: ResolveInfo?) throws -> ResolvedValue {
    switch body {
    case .plain(let body): return try body(source).resolved
    case .withInfo(let body):
      guard let info else { throw Self.noInfo }
      return try body(source, info).resolved
    }
  }

  /// The executor gives the information to every property that needs it.
  private static var noInfo: InvalidResultError { InvalidResultError("a property without information") }
}
