/// When an interval fires: at whole multiples of its length from its anchor on. All numbers are microseconds.
struct IntervalFires: Sendable, Hashable {
  let length: Int
  /// The first fire.
  let first: Int

  func next(after moment: Int) -> Int {
    moment < first ? first : first + ((moment - first) / length + 1) * length
  }

  func previous(atOrBefore moment: Int) -> Int? {
    moment < first ? nil : first + (moment - first) / length * length
  }

  /// How many fires lie in a range.
  func count(in range: Range<Int>) -> Int {
    func before(_ moment: Int) -> Int { moment <= first ? 0 : (moment - first - 1) / length + 1 }
    return before(range.upperBound) - before(range.lowerBound)
  }
}
