import Foundation

/// `timestamptz` as text in the ISO date style, exact to the microsecond.
enum TimestampText {
  private static let microsecondsPerDay: Int64 = 86_400_000_000
  /// From the era of `Date` (2001-01-01) back to 1970-01-01.
  private static let daysToReferenceDate: Int64 = 11_323

  static func write(_ date: Date) -> String {
    let seconds = date.timeIntervalSinceReferenceDate
    // Far outside of what the server holds; it then says so itself for what is merely too large.
    guard seconds.magnitude < 9e12 else { return seconds > 0 ? "infinity" : "-infinity" }
    let microseconds = Int64((seconds * 1_000_000).rounded())
    let (day, time) = microseconds.dividedFloored(by: microsecondsPerDay)
    let civil = CivilDate(daysSince1970: day + daysToReferenceDate)
    let year = civil.year > 0 ? civil.year : 1 - civil.year
    let (second, fraction) = time.dividedFloored(by: 1_000_000)
    var text = ""
    text.reserveCapacity(36)
    append(year, digits: 4, to: &text)
    text += "-"
    append(Int64(civil.month), digits: 2, to: &text)
    text += "-"
    append(Int64(civil.day), digits: 2, to: &text)
    text += " "
    append(second / 3_600, digits: 2, to: &text)
    text += ":"
    append(second / 60 % 60, digits: 2, to: &text)
    text += ":"
    append(second % 60, digits: 2, to: &text)
    if fraction > 0 {
      text += "."
      append(fraction, digits: 6, to: &text)
    }
    text += "+00"
    return civil.year > 0 ? text : text + " BC"
  }

  private static func append(_ number: Int64, digits: Int, to text: inout String) {
    let decimal = String(number)
    for _ in 0..<max(0, digits - decimal.utf8.count) { text += "0" }
    text += decimal
  }

  /// Reads `timestamptz`, `timestamp` (taken as UTC) and `date` (its midnight in UTC).
  static func parse(_ text: ArraySlice<UInt8>) -> Date? {
    if text.elementsEqual("infinity".utf8) { return .distantFuture }
    if text.elementsEqual("-infinity".utf8) { return .distantPast }
    var scanner = TimestampScanner(text)
    guard let microseconds = scanner.microsecondsSince1970() else { return nil }
    let sinceReference = microseconds - daysToReferenceDate * microsecondsPerDay
    return Date(timeIntervalSinceReferenceDate: Double(sinceReference) / 1_000_000)
  }
}

private struct TimestampScanner {
  private let text: ArraySlice<UInt8>
  private var position: Int

  init(_ text: ArraySlice<UInt8>) {
    self.text = text
    position = text.startIndex
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < text.endIndex, text[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func number(digits: ClosedRange<Int>) -> Int64? {
    let start = position
    var value: Int64 = 0
    while position < text.endIndex, position - start < digits.upperBound, text[position] >= 0x30,
      text[position] <= 0x39
    {
      value = value * 10 + Int64(text[position] - 0x30)
      position += 1
    }
    return position - start >= digits.lowerBound ? value : nil
  }

  mutating func microsecondsSince1970() -> Int64? {
    guard let statedYear = number(digits: 4...6), take("-"), let month = number(digits: 2...2), take("-"),
      let day = number(digits: 2...2), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    var time: Int64 = 0
    if take(" ") && position < text.endIndex && text[position] != UInt8(ascii: "B") {
      guard let clock = timeOfDay() else { return nil }
      time = clock
      _ = take(" ")
    }
    var year = statedYear
    if take("B") {
      guard take("C") else { return nil }
      year = 1 - statedYear
    }
    guard position == text.endIndex else { return nil }
    return CivilDate(year: year, month: Int(month), day: Int(day)).daysSince1970 * 86_400_000_000 + time
  }

  private mutating func timeOfDay() -> Int64? {
    guard let hour = number(digits: 2...2), take(":"), let minute = number(digits: 2...2), take(":"),
      let second = number(digits: 2...2)
    else { return nil }
    var microseconds = ((hour * 60 + minute) * 60 + second) * 1_000_000
    if take(".") {
      let start = position
      guard var fraction = number(digits: 1...6) else { return nil }
      for _ in position - start..<6 { fraction *= 10 }
      microseconds += fraction
    }
    let isWest = take("-")
    guard isWest || take("+") else { return microseconds }
    guard var offset = number(digits: 2...2).map({ $0 * 3_600 }) else { return nil }
    if take(":") {
      guard let minutes = number(digits: 2...2) else { return nil }
      offset += minutes * 60
      if take(":") {
        guard let seconds = number(digits: 2...2) else { return nil }
        offset += seconds
      }
    }
    return microseconds + (isWest ? offset : -offset) * 1_000_000
  }
}
