/// Finds names that are used twice.
struct UniqueNames {
  private var first: [String: NodeLocation] = [:]

  /// The location of the first use, when there was one before.
  mutating func insert(_ name: AST.Name) -> NodeLocation? {
    if let known = first[name.value] { return known }
    first[name.value] = name.location
    return nil
  }
}
