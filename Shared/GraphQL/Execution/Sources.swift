/// The sources of the objects at one position, in an array of their own type as long as they have one.
///
/// Looking at each as `any Sendable` costs a cast and a copy for every field of every object, which is most of what
/// an answer costs.
struct Sources: Sendable {
  private enum Storage {
    case erased([any Sendable])
    case typed(any SourceArray)
  }

  private var storage: Storage

  init(_ sources: [any Sendable] = []) { storage = .erased(sources) }

  init(_ sources: any SourceArray) { storage = .typed(sources) }

  var count: Int {
    switch storage {
    case .erased(let sources): sources.count
    case .typed(let sources): sources.count
    }
  }

  var isEmpty: Bool { count == 0 }

  /// The sources without their common type.
  var erased: [any Sendable] {
    switch storage {
    case .erased(let sources): sources
    case .typed(let sources): sources.erased
    }
  }

  /// All sources as values of a type; nil when one of them is none.
  mutating func typed<Source: Sendable>(as _: Source.Type) -> [Source]? {
    if case .typed(let sources) = storage, let exact = sources as? TypedSources<Source> {
      return exact.elements
    }
    var result: [Source] = []
    result.reserveCapacity(count)
    for source in erased {
      guard let source = source as? Source else { return nil }
      result.append(source)
    }
    storage = .typed(TypedSources(elements: result))
    return result
  }

  mutating func append(_ source: any Sendable) {
    var sources = erased
    storage = .erased([])
    sources.append(source)
    storage = .erased(sources)
  }

  mutating func append(_ list: any SourceArray) {
    if isEmpty {
      storage = .typed(list)
      return
    }
    if case .typed(var sources) = storage {
      storage = .erased([])
      if sources.appendIfSame(list) {
        storage = .typed(sources)
        return
      }
      storage = .typed(sources)
    }
    storage = .erased(erased + list.erased)
  }
}
