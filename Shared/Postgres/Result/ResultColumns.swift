/// The names of a result's columns; shared by its rows, and by the results of a repeated statement.
final class ResultColumns: Sendable {
  let names: [String]
  /// Only where a linear search would be slower.
  private let positions: [String: Int]?

  init(names: [String]) {
    self.names = names
    positions =
      names.count > 12
      ? Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first }) : nil
  }

  /// The first column of that name.
  func position(of name: String) -> Int? {
    if let positions { return positions[name] }
    return names.firstIndex(of: name)
  }
}
