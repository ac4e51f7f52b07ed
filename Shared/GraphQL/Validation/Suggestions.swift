/// Finds the names that a misspelt one may have been meant for.
enum Suggestions {
  /// " Did you mean …?", or nothing.
  static func sentence(for name: String, among names: some Sequence<String>) -> String {
    let found = closest(to: name, among: names).map { "\"\($0)\"" }
    guard let last = found.last else { return "" }
    guard found.count > 1 else { return " Did you mean \(last)?" }
    return " Did you mean \(found.dropLast().joined(separator: ", ")) or \(last)?"
  }

  /// At most five names, the closest first.
  static func closest(to name: String, among names: some Sequence<String>) -> [String] {
    guard name.utf8.count <= 64 else { return [] }
    let threshold = max(1, name.utf8.count * 2 / 5)
    return
      names.map { (name: $0, distance: distance(name, $0)) }
      .filter { $0.distance <= threshold }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
      .prefix(5)
      .map(\.name)
  }

  /// How many letters have to be inserted, removed or replaced; case counts as one.
  static func distance(_ first: String, _ second: String) -> Int {
    if first == second { return 0 }
    let a = Array(first.lowercased().utf8)
    let b = Array(second.lowercased().utf8)
    if a == b { return 1 }
    var previous = Array(0...b.count)
    for (i, left) in a.enumerated() {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for (j, right) in b.enumerated() {
        row.append(min(previous[j + 1] + 1, row[j] + 1, previous[j] + (left == right ? 0 : 1)))
      }
      previous = row
    }
    return previous[b.count]
  }
}
