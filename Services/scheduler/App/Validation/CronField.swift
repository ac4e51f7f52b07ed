/// One of the five fields of a cron expression in Debian's dialect.
struct CronField: Sendable {
  let name: String
  let range: ClosedRange<Int>
  /// Three-letter names, from the lower bound up.
  let names: [String]

  static let all = [
    CronField(name: "minute", range: 0...59, names: []),
    CronField(name: "hour", range: 0...23, names: []),
    CronField(name: "day of month", range: 1...31, names: []),
    CronField(
      name: "month", range: 1...12,
      names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
    // 7 is Sunday as well.
    CronField(name: "day of week", range: 0...7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
  ]

  /// The values a text stands for: a list of `*`, `a`, `a-b`, each with an optional `/step`.
  /// - Returns: nil when the text is none of these.
  func values(of text: some StringProtocol) -> Set<Int>? {
    var values: Set<Int> = []
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let more = self.values(ofItem: item) else { return nil }
      values.formUnion(more)
    }
    return values
  }

  private func values(ofItem item: some StringProtocol) -> Set<Int>? {
    let parts = item.split(separator: "/", omittingEmptySubsequences: false)
    guard let base = parts.first, parts.count <= 2 else { return nil }
    var step = 1
    if parts.count == 2 {
      guard let given = number(parts[1]), given >= 1 else { return nil }
      step = given
    }
    guard let span = span(of: base, hasStep: parts.count == 2) else { return nil }
    return Set(stride(from: span.lowerBound, through: span.upperBound, by: step))
  }

  private func span(of text: some StringProtocol, hasStep: Bool) -> ClosedRange<Int>? {
    if text == "*" { return range }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = ends.first, let lower = value(first) else { return nil }
    switch ends.count {
    // `a/s` runs from a to the end of the field.
    case 1: return hasStep ? lower...range.upperBound : lower...lower
    case 2:
      guard let upper = value(ends[1]), lower <= upper else { return nil }
      return lower...upper
    default: return nil
    }
  }

  private func value(_ text: some StringProtocol) -> Int? {
    if let position = names.firstIndex(of: text.lowercased()) { return range.lowerBound + position }
    guard let number = number(text), range.contains(number) else { return nil }
    return number
  }

  private func number(_ text: some StringProtocol) -> Int? {
    // Int accepts signs, which cron does not.
    guard !text.isEmpty, text.utf8.count <= 4,
      text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
    else { return nil }
    return Int(text)
  }
}
