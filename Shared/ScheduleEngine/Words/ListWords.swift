/// Lists and runs of values in words.
enum ListWords {
  /// `a`, `a and b`, `a, b and c`
  static func joined(_ items: [String], _ last: String = "and") -> String {
    guard let end = items.last else { return "" }
    guard items.count > 1 else { return end }
    return "\(items.dropLast().joined(separator: ", ")) \(last) \(end)"
  }

  /// The values with runs of three and more drawn together: `1–5, 8 and 10`.
  static func runs(_ set: ValueSet, _ name: (Int) -> String) -> String {
    joined(
      runs(of: set).flatMap { run in
        run.count > 2 ? ["\(name(run.lowerBound))–\(name(run.upperBound))"] : run.map(name)
      })
  }

  static func runs(of set: ValueSet) -> [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    for value in set.values {
      if let last = runs.last, last.upperBound == value - 1 {
        runs[runs.count - 1] = last.lowerBound...value
      } else {
        runs.append(value...value)
      }
    }
    return runs
  }

  /// The distance of neighbours, where all are equally far apart and there are three or more of them.
  static func step(of set: ValueSet) -> Int? {
    let values = set.values
    guard values.count > 2 else { return nil }
    let step = values[1] - values[0]
    return zip(values.dropFirst(), values).allSatisfy { $0 - $1 == step } ? step : nil
  }

  /// `2nd`, `3rd`, `11th`
  static func ordinal(_ number: Int) -> String {
    let ending =
      switch (number % 10, number % 100) {
      case (1, let rest) where rest != 11: "st"
      case (2, let rest) where rest != 12: "nd"
      case (3, let rest) where rest != 13: "rd"
      default: "th"
      }
    return "\(number)\(ending)"
  }

  static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
