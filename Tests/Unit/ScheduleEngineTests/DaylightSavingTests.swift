import Foundation
import Testing

@testable import ScheduleEngine

/// The rules about gaps and repeats of local time (A6), each case worked out by hand from the zone's history.
@Suite struct DaylightSavingTests {
  private struct Case: Sendable, CustomTestStringConvertible {
    let expression: String
    let zone: String
    let after: String
    let fires: [String]
    var testDescription: String { "\(expression) \(zone) \(after)" }

    init(_ expression: String, _ zone: String, after: String, _ fires: [String]) {
      self.expression = expression
      self.zone = zone
      self.after = after
      self.fires = fires
    }
  }

  private static let cases: [Case] = [
    // Berlin: 2025-03-30 02:00 → 03:00 at 01:00Z; 2025-10-26 03:00 → 02:00 at 01:00Z.
    Case(
      "30 2 * * *", "Europe/Berlin", after: "2025-03-29T00:00:00Z",
      ["2025-03-29T01:30:00Z", "2025-03-30T01:00:00Z", "2025-03-31T00:30:00Z"]),
    // All that is jumped over falls on the gap's end, and together with what is due there fires once.
    Case(
      "0,15,30 2,3 * * *", "Europe/Berlin", after: "2025-03-30T00:00:00Z",
      ["2025-03-30T01:00:00Z", "2025-03-30T01:15:00Z", "2025-03-30T01:30:00Z", "2025-03-31T00:00:00Z"]),
    Case(
      "5 2,3 * * *", "Europe/Berlin", after: "2025-03-30T00:00:00Z",
      ["2025-03-30T01:00:00Z", "2025-03-30T01:05:00Z", "2025-03-31T00:05:00Z"]),
    Case(
      "0 2 * * *", "Europe/Berlin", after: "2025-03-29T12:00:00Z",
      ["2025-03-30T01:00:00Z", "2025-03-31T00:00:00Z"]),
    Case(
      "30 2 * * *", "Europe/Berlin", after: "2025-10-25T12:00:00Z",
      ["2025-10-26T00:30:00Z", "2025-10-27T01:30:00Z"]),
    // Asked between the two half past twos, the second is no fire.
    Case("30 2 * * *", "Europe/Berlin", after: "2025-10-26T00:45:00Z", ["2025-10-27T01:30:00Z"]),
    Case("30 2 * * *", "Europe/Berlin", after: "2025-10-26T01:15:00Z", ["2025-10-27T01:30:00Z"]),
    Case(
      "0 3 * * *", "Europe/Berlin", after: "2025-10-26T00:00:00Z",
      ["2025-10-26T02:00:00Z", "2025-10-27T02:00:00Z"]),
    // Real minutes: nothing in the gap.
    Case(
      "*/30 2 * * *", "Europe/Berlin", after: "2025-03-29T00:45:00Z",
      ["2025-03-29T01:00:00Z", "2025-03-29T01:30:00Z", "2025-03-31T00:00:00Z"]),
    // And both times in the repeat.
    Case(
      "*/30 2 * * *", "Europe/Berlin", after: "2025-10-25T12:00:00Z",
      [
        "2025-10-26T00:00:00Z", "2025-10-26T00:30:00Z", "2025-10-26T01:00:00Z", "2025-10-26T01:30:00Z",
        "2025-10-27T01:00:00Z",
      ]),
    Case(
      "@hourly", "Europe/Berlin", after: "2025-10-25T23:30:00Z",
      ["2025-10-26T00:00:00Z", "2025-10-26T01:00:00Z", "2025-10-26T02:00:00Z"]),
    Case(
      "@hourly", "Europe/Berlin", after: "2025-03-29T23:30:00Z",
      ["2025-03-30T00:00:00Z", "2025-03-30T01:00:00Z", "2025-03-30T02:00:00Z"]),
    Case(
      "30 */2 * * *", "Europe/Berlin", after: "2025-03-29T22:45:00Z",
      ["2025-03-29T23:30:00Z", "2025-03-30T02:30:00Z", "2025-03-30T04:30:00Z"]),
    // Lord Howe moves by half an hour: 2025-10-05 02:00 → 02:30 at 2025-10-04T15:30Z, 2025-04-06 02:00 → 01:30 at
    // 2025-04-05T15:00Z.
    Case(
      "15 2 * * *", "Australia/Lord_Howe", after: "2025-10-04T00:00:00Z",
      ["2025-10-04T15:30:00Z", "2025-10-05T15:15:00Z"]),
    Case(
      "15,30,45 2 * * *", "Australia/Lord_Howe", after: "2025-10-04T00:00:00Z",
      ["2025-10-04T15:30:00Z", "2025-10-04T15:45:00Z", "2025-10-05T15:15:00Z"]),
    Case(
      "45 1 * * *", "Australia/Lord_Howe", after: "2025-04-05T00:00:00Z",
      ["2025-04-05T14:45:00Z", "2025-04-06T15:15:00Z"]),
    Case(
      "*/15 1 6 4 *", "Australia/Lord_Howe", after: "2025-04-05T00:00:00Z",
      [
        "2025-04-05T14:00:00Z", "2025-04-05T14:15:00Z", "2025-04-05T14:30:00Z", "2025-04-05T14:45:00Z",
        "2025-04-05T15:00:00Z", "2025-04-05T15:15:00Z", "2026-04-05T14:30:00Z",
      ]),
    Case(
      "*/15 2 * * *", "Australia/Lord_Howe", after: "2025-10-04T12:00:00Z",
      ["2025-10-04T15:30:00Z", "2025-10-04T15:45:00Z", "2025-10-05T15:00:00Z"]),
    // Apia had no 2011-12-30: the clock went from the end of the 29th to the begin of the 31st at 10:00Z.
    Case(
      "0 9 * * *", "Pacific/Apia", after: "2011-12-29T00:00:00Z",
      ["2011-12-29T19:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30T19:00:00Z", "2011-12-31T19:00:00Z"]),
    Case(
      "0 12 30 12 *", "Pacific/Apia", after: "2011-06-01T00:00:00Z",
      ["2011-12-30T10:00:00Z", "2012-12-29T22:00:00Z"]),
    Case("* 12 30 12 *", "Pacific/Apia", after: "2011-06-01T00:00:00Z", ["2012-12-29T22:00:00Z"]),
    Case(
      "0 */12 * * *", "Pacific/Apia", after: "2011-12-29T12:00:00Z",
      ["2011-12-29T22:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30T22:00:00Z"]),
    // Kwajalein left out 1993-08-21, Alaska's repeat of a day lies before what schedules meet.
    Case(
      "30 6 21 8 *", "Pacific/Kwajalein", after: "1993-08-01T00:00:00Z",
      ["1993-08-21T12:00:00Z", "1994-08-20T18:30:00Z"]),
    // Gaps at midnight: Sao Paulo 2018-11-04 00:00 → 01:00 at 03:00Z, back 2018-02-18 00:00 → 23:00 at 02:00Z.
    Case(
      "@daily", "America/Sao_Paulo", after: "2018-11-03T12:00:00Z",
      ["2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"]),
    Case(
      "30 0 * * *", "America/Sao_Paulo", after: "2018-11-03T12:00:00Z",
      ["2018-11-04T03:00:00Z", "2018-11-05T02:30:00Z"]),
    Case(
      "*/30 0 4 11 *", "America/Sao_Paulo", after: "2018-11-03T12:00:00Z",
      ["2019-11-04T03:00:00Z", "2019-11-04T03:30:00Z"]),
    Case(
      "30 23 * * *", "America/Sao_Paulo", after: "2018-02-17T12:00:00Z",
      ["2018-02-18T01:30:00Z", "2018-02-19T02:30:00Z"]),
    Case(
      "*/30 23 17 2 *", "America/Sao_Paulo", after: "2018-02-17T12:00:00Z",
      ["2018-02-18T01:00:00Z", "2018-02-18T01:30:00Z", "2018-02-18T02:00:00Z", "2018-02-18T02:30:00Z"]),
    Case(
      "@daily", "America/Sao_Paulo", after: "2018-02-17T12:00:00Z",
      ["2018-02-18T03:00:00Z", "2018-02-19T03:00:00Z"]),
    // Beirut jumps at midnight: 2024-03-31 00:00 → 01:00 at 2024-03-30T22:00Z.
    Case(
      "15 0 * * *", "Asia/Beirut", after: "2024-03-30T12:00:00Z",
      ["2024-03-30T22:00:00Z", "2024-03-31T21:15:00Z"]),
    // Casablanca leaves summer time for Ramadan: 2025-02-23 03:00 → 02:00 at 02:00Z, 2025-04-06 02:00 → 03:00.
    Case(
      "30 2 * * *", "Africa/Casablanca", after: "2025-02-22T12:00:00Z",
      ["2025-02-23T01:30:00Z", "2025-02-24T02:30:00Z"]),
    Case(
      "30 2 * * *", "Africa/Casablanca", after: "2025-04-05T12:00:00Z",
      ["2025-04-06T02:00:00Z", "2025-04-07T01:30:00Z"]),
    // New York, and an offset that changed for good: Caracas 2016-05-01 02:30 → 03:00 at 07:00Z.
    Case(
      "30 2 * * *", "America/New_York", after: "2025-03-08T12:00:00Z",
      ["2025-03-09T07:00:00Z", "2025-03-10T06:30:00Z"]),
    Case(
      "45 2 * * *", "America/Caracas", after: "2016-04-30T12:00:00Z",
      ["2016-05-01T07:00:00Z", "2016-05-02T06:45:00Z"]),
    // Year ends and leap days.
    Case(
      "59 23 31 12 *", "Asia/Tokyo", after: "2024-12-31T15:00:00Z",
      ["2025-12-31T14:59:00Z", "2026-12-31T14:59:00Z"]),
    Case("@yearly", "UTC", after: "2024-12-31T23:59:59Z", ["2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"]),
    Case(
      "0 0 29 2 *", "UTC", after: "2095-01-01T00:00:00Z",
      ["2096-02-29T00:00:00Z", "2104-02-29T00:00:00Z", "2108-02-29T00:00:00Z"]),
    // A leap day that is a Monday, with `*` to make both days necessary.
    Case(
      "0 0 29 2 */1", "UTC", after: "2024-03-01T00:00:00Z", ["2028-02-29T00:00:00Z"]),
    Case(
      "0 0 */28 2 1", "Europe/Berlin", after: "2024-03-01T00:00:00Z",
      ["2027-01-31T23:00:00Z", "2038-01-31T23:00:00Z"]),
    // Either day is enough where both are restricted.
    Case(
      "0 0 13 * 5", "UTC", after: "2025-06-06T00:00:00Z",
      [
        "2025-06-13T00:00:00Z", "2025-06-20T00:00:00Z", "2025-06-27T00:00:00Z", "2025-07-04T00:00:00Z",
        "2025-07-11T00:00:00Z", "2025-07-13T00:00:00Z",
      ]),
    // Asked between whole seconds, and exactly at a fire.
    Case("* * * * *", "UTC", after: "2025-06-06T00:00:00Z", ["2025-06-06T00:01:00Z"]),
    Case("* * * * *", "UTC", after: "2025-06-06T00:00:59Z", ["2025-06-06T00:01:00Z"]),
  ]

  @Test(arguments: cases) private func firesAt(example: Case) throws {
    let plan = try plan(example.expression, example.zone)
    let expected = try example.fires.map(moment)
    let fires = plan.times(after: try moment(example.after), count: expected.count)
    #expect(fires.map { $0.formatted(.iso8601) } == example.fires)
    // Backwards the same fires are met, and counting agrees.
    guard let first = expected.first, let last = expected.last else { return }
    var backwards: [Date] = []
    var cursor = last
    while backwards.count < expected.count, let fire = plan.previous(atOrBefore: cursor) {
      backwards.append(fire)
      cursor = fire.addingTimeInterval(-1)
    }
    #expect(backwards.reversed() == expected)
    #expect(plan.count(in: first..<last) == expected.count - 1)
  }
}
