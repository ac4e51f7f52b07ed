/// What a selection set costs, as a function of the size of the lists directly in it that nothing else sizes. Sums
/// and products stop at the largest number instead of overflowing.
struct Complexity: Hashable, Sendable {
  /// The cost of everything else.
  var fixed = 0
  /// The cost of one element of each of those lists.
  var perElement = 0
  /// Whether variables decide about the size of a list.
  var dependsOnVariables = false

  func total(size: Int) -> Int { Self.sum(fixed, Self.product(perElement, size)) }

  mutating func add(_ other: Complexity) {
    fixed = Self.sum(fixed, other.fixed)
    perElement = Self.sum(perElement, other.perElement)
    dependsOnVariables = dependsOnVariables || other.dependsOnVariables
  }

  static func sum(_ first: Int, _ second: Int) -> Int {
    let (result, overflows) = first.addingReportingOverflow(second)
    return overflows ? .max : result
  }

  static func product(_ first: Int, _ second: Int) -> Int {
    let (result, overflows) = first.multipliedReportingOverflow(by: second)
    return overflows ? .max : result
  }
}
