/// Reads one field: a list of `*`, `a`, `a-b`, each with an optional `/step`.
struct CronFieldParser {
  let field: CronField
  /// Where the field begins in the expression, in characters.
  let start: Int

  func values(of text: Substring) throws(CronError) -> ValueSet {
    if isForeign(text) {
      throw refuse(text, in: text, "must not use L, W, # or ?, which belong to other dialects of cron")
    }
    var values = ValueSet()
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard !item.isEmpty else {
        throw refuse(item, in: text, "must have a value on both sides of every comma")
      }
      values.formUnion(try self.values(ofItem: item, in: text))
    }
    if field == .dayOfWeek, values.contains(7) {
      values.remove(7)
      values.insert(0)
    }
    return values
  }

  private func values(ofItem item: Substring, in text: Substring) throws(CronError) -> ValueSet {
    let parts = item.split(separator: "/", omittingEmptySubsequences: false)
    guard let base = parts.first, parts.count <= 2 else {
      throw refuse(item, in: text, "must have one / at most")
    }
    var step = 1
    if parts.count == 2 {
      guard let given = number(parts[1]), given >= 1 else {
        throw refuse(parts[1], in: text, "must have a step of 1 or more after the /, such as */5")
      }
      step = given
    }
    let span = try span(of: base, hasStep: parts.count == 2, in: text)
    return ValueSet(stride(from: span.lowerBound, through: span.upperBound, by: step))
  }

  private func span(of base: Substring, hasStep: Bool, in text: Substring) throws(CronError) -> ClosedRange<
    Int
  > {
    if base == "*" { return field.range }
    let ends = base.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count <= 2 else {
      throw refuse(base, in: text, "must be a range of two values, such as \(example)")
    }
    let lower = try value(ends[0], in: text)
    // `a/s` runs from a to the end of the field.
    guard ends.count == 2 else { return lower...(hasStep ? field.range.upperBound : lower) }
    let upper = try value(ends[1], in: text)
    guard lower <= upper else {
      let range = field.range
      throw refuse(
        base, in: text,
        "must be a range that runs upwards; write \(lower)-\(range.upperBound),\(range.lowerBound)-\(upper)")
    }
    return lower...upper
  }

  private func value(_ piece: Substring, in text: Substring) throws(CronError) -> Int {
    if let position = field.names.firstIndex(of: piece.lowercased()) {
      return field.range.lowerBound + position
    }
    guard let number = number(piece), field.range.contains(number) else {
      var remedy = "must be from \(field.range.lowerBound) to \(field.range.upperBound)"
      if let first = field.names.first, let last = field.names.last {
        remedy += " or from \(first) to \(last)"
      }
      throw refuse(piece, in: text, "\(remedy), or *, a range such as \(example), or a list of these")
    }
    return number
  }

  private func number(_ text: Substring) -> Int? {
    // Int accepts signs, which cron does not.
    guard !text.isEmpty, text.utf8.count <= 4,
      text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
    else { return nil }
    return Int(text)
  }

  private var example: String {
    switch field {
    case .minute: "0-29"
    case .hour: "9-17"
    case .dayOfMonth: "1-7"
    case .month: "6-8"
    case .dayOfWeek: "1-5"
    }
  }

  /// Whether a text uses what other dialects have beyond this one.
  private func isForeign(_ text: Substring) -> Bool {
    text.contains("#") || text.contains("?")
      || text.split(whereSeparator: { !$0.isLetter }).contains { ["l", "w", "lw"].contains($0.lowercased()) }
  }

  private func refuse(_ piece: Substring, in text: Substring, _ remedy: String) -> CronError {
    CronError(field, at: start + text.distance(from: text.startIndex, to: piece.startIndex), piece, remedy)
  }
}
