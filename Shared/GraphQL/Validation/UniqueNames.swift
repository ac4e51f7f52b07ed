import OrderedCollections

/// Finds names that are used twice.
struct UniqueNames {
  private var first: [String: NodeLocation] = [:]

  /// The location of the first use, when there was one before.
  mutating func insert(_ name: AST.Name) -> NodeLocation? {
    if let known = first[name.value] { return known }
    first[name.value] = name.location
    return nil
  }

  /// The names that are used more than once, each with all its places.
  static func repeated(_ names: [AST.Name]) -> [(name: String, places: [NodeLocation])] {
    guard names.count > 1 else { return [] }
    var places: OrderedDictionary<String, [NodeLocation]> = [:]
    for name in names { places[name.value, default: []].append(name.location) }
    return places.filter { $0.value.count > 1 }.map { ($0.key, $0.value) }
  }
}
