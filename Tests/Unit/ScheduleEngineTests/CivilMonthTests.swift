import Foundation
import TestSupport
import Testing

@testable import ScheduleEngine

@Suite struct CivilMonthTests {
  private static let calendar: Calendar = {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = .gmt
    return calendar
  }()

  /// Foundation's calendar agrees, from the introduction of the Gregorian calendar on.
  @Test func agreesWithFoundation() throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<3_000 {
      let day = Int.random(in: -100_000...2_000_000, using: &generator)
      let date = Date(timeIntervalSince1970: Double(day) * 86_400)
      let parts = Self.calendar.dateComponents([.year, .month, .day, .weekday], from: date)
      let month = CivilMonth(containing: day)
      #expect(month.year == parts.year)
      #expect(month.month == parts.month)
      let dayOfMonth = day - month.firstDay + 1
      #expect(dayOfMonth == parts.day)
      let weekday = try #require(parts.weekday) - 1
      #expect(month.days(on: ValueSet([weekday])).contains(dayOfMonth))
      #expect(!month.days(on: ValueSet((0...6).filter { $0 != weekday })).contains(dayOfMonth))
    }
  }

  @Test func everyDayBelongsToOneMonth() {
    var month = CivilMonth(year: 1, month: 1)
    let all = ValueSet(1...12)
    for _ in 0..<(12 * 401) {
      #expect(CivilMonth(containing: month.firstDay) == month)
      #expect(CivilMonth(containing: month.firstDay + month.length - 1) == month)
      guard let next = month.next(in: all) else { break }
      #expect(next.firstDay == month.firstDay + month.length)
      #expect(next.previous(in: all) == month)
      month = next
    }
    // Four hundred years are a whole number of weeks.
    #expect(CivilMonth(year: 2001, month: 1).firstDay - CivilMonth(year: 1601, month: 1).firstDay == 146_097)
  }

  @Test func leapYears() {
    let lengths = [1900: 28, 2000: 29, 2023: 28, 2024: 29, 2100: 28, 2400: 29]
    for (year, length) in lengths { #expect(CivilMonth(year: year, month: 2).length == length) }
    #expect(CivilMonth(year: 1970, month: 1).firstDay == 0)
  }
}
