/// A cron expression of Debian's dialect, read, checked and compiled to bit sets.
///
/// Five fields: minute, hour, day of month, month, day of week. A field is a list of `*`, a value or a range, each
/// with an optional step; `a/s` runs from a to the end of the field; months and days of the week have three-letter
/// names; 7 is Sunday. Days: where day of month and day of week are both restricted, either is enough; where one of
/// the two begins with `*` (also `*/2`), both must match. See ``CronMacro`` for the words that stand for a whole.
public struct CronExpression: Sendable, Hashable, CustomStringConvertible {
  /// The expression as it was given.
  public let text: String
  let minutes: ValueSet
  let hours: ValueSet
  let daysOfMonth: ValueSet
  let months: ValueSet
  /// 0 is Sunday.
  let daysOfWeek: ValueSet
  /// Both the day of month and the day of week must match, not just one of them.
  let needsBothDays: Bool

  /// Matched against real local minutes: nothing inside a gap, twice in a repeat. True where minute or hour begins
  /// with `*`; every other expression names fixed times of the day.
  public let followsRealMinutes: Bool

  /// An expression may be this long, in bytes of UTF-8.
  public static let longest = 200

  public var description: String { text }

  /// - Throws: ``CronError`` for a text that is no expression of the dialect, or whose days never come.
  public init(_ text: String) throws(CronError) {
    guard text.utf8.count <= Self.longest else {
      throw CronError(nil, at: 0, "", "must be at most \(Self.longest) characters long")
    }
    self.text = text
    let expanded = try Self.expand(text)
    let fields = expanded.split(whereSeparator: Self.isBlank)
    guard fields.count == CronField.allCases.count else {
      throw CronError(
        nil, at: 0, "",
        "must have five fields (minute, hour, day of month, month, day of week), not \(fields.count)")
    }
    var sets: [ValueSet] = []
    for (field, part) in zip(CronField.allCases, fields) {
      let start = expanded.distance(from: expanded.startIndex, to: part.startIndex)
      sets.append(try CronFieldParser(field: field, start: start).values(of: part))
    }
    minutes = sets[0]
    hours = sets[1]
    daysOfMonth = sets[2]
    months = sets[3]
    daysOfWeek = sets[4]
    needsBothDays = fields[2].hasPrefix("*") || fields[4].hasPrefix("*")
    followsRealMinutes = fields[0].hasPrefix("*") || fields[1].hasPrefix("*")
    guard hasDays else {
      let start = expanded.distance(from: expanded.startIndex, to: fields[2].startIndex)
      throw CronError(
        .dayOfMonth, at: start, fields[2], "must exist in one of the months given, or it never fires")
    }
  }

  private static func expand(_ text: String) throws(CronError) -> String {
    let words = text.split(whereSeparator: Self.isBlank)
    guard let word = words.first, word.hasPrefix("@") else { return text }
    guard words.count == 1, let macro = CronMacro(rawValue: word.lowercased()) else {
      let known = CronMacro.allCases.map(\.rawValue).joined(separator: ", ")
      throw CronError(nil, at: 0, word, "must have five fields or be one of \(known)")
    }
    return macro.expression
  }

  private static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }

  /// Whether any day matches. With either day enough, every month has matching days of the week; with both needed,
  /// a date that exists falls on each day of the week in some year.
  private var hasDays: Bool {
    guard needsBothDays, let earliest = daysOfMonth.min else { return true }
    return months.values.contains { earliest <= CivilMonth.longestLength(of: $0) }
  }
}
