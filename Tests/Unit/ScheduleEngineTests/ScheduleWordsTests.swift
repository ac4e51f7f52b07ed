import Domain
import Testing

@testable import ScheduleEngine

@Suite struct ScheduleWordsTests {
  private static let table: [(String, String)] = [
    // Rhythms through the whole day.
    ("* * * * *", "Every minute"),
    ("*/1 * * * *", "Every minute"),
    ("0-59 0-23 * * *", "Every minute"),
    ("*/2 * * * *", "Every 2 minutes"),
    ("*/5 * * * *", "Every 5 minutes"),
    ("*/15 * * * *", "Every 15 minutes"),
    ("0/15 * * * *", "Every 15 minutes"),
    ("0,15,30,45 * * * *", "Every 15 minutes"),
    ("*/30 * * * *", "Every 30 minutes"),
    ("0,30 * * * *", "Every 30 minutes"),
    ("0 * * * *", "Every hour"),
    ("@hourly", "Every hour"),
    ("*/60 * * * *", "Every hour"),
    ("5 * * * *", "At minute 5 of every hour"),
    ("5,35 * * * *", "At minutes 5 and 35 of every hour"),
    ("5/20 * * * *", "At minutes 5, 25 and 45 of every hour"),
    ("10-20 * * * *", "At minutes 10–20 of every hour"),
    // 60 is no multiple of 7: after 56 comes 0.
    ("*/7 * * * *", "At every 7th minute from 0 to 56 of every hour"),
    ("*/40 * * * *", "At minutes 0 and 40 of every hour"),
    ("1-59/2 * * * *", "At every 2nd minute from 1 to 59 of every hour"),
    ("3/11 * * * *", "At every 11th minute from 3 to 58 of every hour"),
    ("0-5,30 * * * *", "At minutes 0–5 and 30 of every hour"),
    ("0 */2 * * *", "Every 2 hours from 00:00"),
    ("30 */2 * * *", "Every 2 hours from 00:30"),
    ("15 1/2 * * *", "Every 2 hours from 01:15"),
    ("0 */6 * * *", "Every 6 hours from 00:00"),
    // 24 is no multiple of 5 or 7.
    ("0 */5 * * *", "Every day at 00:00, 05:00, 10:00, 15:00 and 20:00"),
    ("0 */7 * * *", "Every day at 00:00, 07:00, 14:00 and 21:00"),
    ("0 */8 * * *", "Every day at 00:00, 08:00 and 16:00"),
    // Parts of the day.
    ("* 9 * * *", "Every minute from 09:00 to 09:59"),
    ("* 9-17 * * *", "Every minute from 09:00 to 17:59"),
    ("*/15 9-17 * * *", "Every 15 minutes from 09:00 to 17:45"),
    ("*/30 8-11,14-17 * * *", "Every 30 minutes from 08:00 to 11:30 and from 14:00 to 17:30"),
    ("*/10 */2 * * *", "Every 10 minutes in the hours 00 to 22 in steps of 2"),
    ("0 9-17 * * *", "At minute 0 of the hours 09–17"),
    ("5,35 9-17 * * *", "At minutes 5 and 35 of the hours 09–17"),
    ("1-20 9 * * *", "At minutes 1–20 of the hour 09"),
    ("0 1-23/2 * * *", "Every 2 hours from 01:00"),
    ("0 0-20/2 * * *", "At minute 0 of the hours 00 to 20 in steps of 2"),
    // Times of the day.
    ("0 0 * * *", "Every day at 00:00"),
    ("@daily", "Every day at 00:00"),
    ("@midnight", "Every day at 00:00"),
    ("0 9 * * *", "Every day at 09:00"),
    ("30 2 * * *", "Every day at 02:30"),
    ("0 9,17 * * *", "Every day at 09:00 and 17:00"),
    ("0,30 9,10 * * *", "Every day at 09:00, 09:30, 10:00 and 10:30"),
    // Days of the week.
    ("0 9 * * 1-5", "Every weekday at 09:00"),
    ("0 9 * * mon-fri", "Every weekday at 09:00"),
    ("0 9 * * 1", "Every Monday at 09:00"),
    ("0 9 * * 0", "Every Sunday at 09:00"),
    ("0 9 * * 7", "Every Sunday at 09:00"),
    ("@weekly", "Every Sunday at 00:00"),
    ("0 9 * * 6,0", "On Saturdays and Sundays at 09:00"),
    ("0 9 * * 1,3,5", "On Mondays, Wednesdays and Fridays at 09:00"),
    ("0 9 * * 0-6", "Every day at 09:00"),
    ("*/15 * * * 1-5", "Every 15 minutes, every weekday"),
    ("*/15 9-17 * * 1-5", "Every 15 minutes from 09:00 to 17:45, every weekday"),
    // Days of the month.
    ("0 6 1 * *", "On day 1 of every month at 06:00"),
    ("@monthly", "On day 1 of every month at 00:00"),
    ("0 6 1,15 * *", "On days 1 and 15 of every month at 06:00"),
    ("0 6 1-7 * *", "On days 1–7 of every month at 06:00"),
    ("0 6 */2 * *", "On days 1 to 31 in steps of 2 of every month at 06:00"),
    ("0 6 31 * *", "On day 31 of every month that has it at 06:00"),
    ("0 6 1-31 * *", "Every day at 06:00"),
    ("0 * 1 * *", "Every hour, on day 1 of every month"),
    // Months.
    ("@yearly", "On day 1 of January at 00:00"),
    ("0 0 29 2 *", "On day 29 of February at 00:00"),
    ("0 6 * 7 *", "Every day in July at 06:00"),
    ("0 6 * jun-aug *", "Every day in June–August at 06:00"),
    ("0 6 * 1,7 1", "Every Monday in January and July at 06:00"),
    ("*/5 * * 12 *", "Every 5 minutes, every day in December"),
    // February has no day 31.
    ("0 6 31 2,3 *", "On day 31 of March at 06:00"),
    // Either day is enough.
    ("0 6 1 * 1", "On day 1 of every month and every Monday at 06:00"),
    ("0 6 13 3 5,6", "On day 13 of March and on Fridays and Saturdays in March at 06:00"),
    ("0 6 1-31 * 1", "Every day at 06:00"),
    ("0 6 1 * 0-6", "Every day at 06:00"),
    // Both are needed.
    ("0 6 1 * */2", "On day 1 of every month if that is a Tuesday, Thursday, Saturday or Sunday at 06:00"),
    ("0 6 */15 * 1-5", "On days 1, 16 and 31 of every month if that is a weekday at 06:00"),
    ("0 6 */1 * 1", "Every Monday at 06:00"),
  ]

  @Test(arguments: table) func says(expression: String, words: String) throws {
    #expect(ScheduleWords.describe(try CronExpression(expression), in: .utc) == "\(words), UTC")
  }

  @Test(arguments: [
    ("UTC", "UTC"), ("Etc/UTC", "UTC"), ("Europe/Berlin", "Berlin time"),
    ("America/New_York", "New York time"),
    ("America/Argentina/Buenos_Aires", "Buenos Aires time"), ("Etc/GMT+2", "time zone Etc/GMT+2"),
    ("CET", "time zone CET"), ("Japan", "time zone Japan"),
  ])
  func namesTheZone(zone: String, words: String) throws {
    let text = ScheduleWords.describe(try CronExpression("0 9 * * 1-5"), in: try #require(IANAZone(zone)))
    #expect(text == "Every weekday at 09:00, \(words)")
  }

  @Test(arguments: [
    (1, "Every second"), (90, "Every 90 seconds"), (60, "Every minute"), (900, "Every 15 minutes"),
    (3_600, "Every hour"), (5_400, "Every 90 minutes"), (7_200, "Every 2 hours"), (86_400, "Every 24 hours"),
    (86_401, "Every 86401 seconds"),
  ])
  func readsIntervals(seconds: Int, words: String) {
    #expect(ScheduleWords.describe(everySeconds: seconds) == words)
  }

  /// Words never say more or less than is so: what reads the same fires at the same times of the same days.
  @Test func readsWhatIsStored() {
    var schedule = Schedule(timezone: "Europe/Berlin")
    #expect(ScheduleWords.describe(schedule) == "At no time")
    schedule.cron = "0 9 * * 1-5"
    #expect(ScheduleWords.describe(schedule) == "Every weekday at 09:00, Berlin time")
    schedule.cron = "0 9 * * L"
    #expect(ScheduleWords.describe(schedule) == "At no time: 0 9 * * L")
    schedule.cron = nil
    schedule.intervalSeconds = 300
    #expect(ScheduleWords.describe(schedule) == "Every 5 minutes")
  }

  @Test func whatReadsTheSameFiresTheSame() throws {
    var expressions = RandomExpression(seed: 77)
    var seen: [String: CronExpression] = [:]
    var repeats = 0
    // Twelve years show leap years and months that begin on any day of the week.
    let months = (2024...2035).flatMap { year in (1...12).map { CivilMonth(year: year, month: $0) } }
    for _ in 0..<20_000 {
      let expression = expressions.next()
      let words = CronWords(expression).text
      guard let other = seen.updateValue(expression, forKey: words), other.text != expression.text else {
        continue
      }
      repeats += 1
      #expect(other.minutes == expression.minutes, "\(words): \(other) \(expression)")
      #expect(other.hours == expression.hours, "\(words): \(other) \(expression)")
      let isSame = months.allSatisfy { other.days(in: $0) == expression.days(in: $0) }
      #expect(isSame, "\(words): \(other) \(expression)")
    }
    #expect(repeats > 500)
  }

  @Test func everyExpressionHasWords() {
    var expressions = RandomExpression(seed: 78)
    for _ in 0..<2_000 {
      let text = ScheduleWords.describe(expressions.next(), in: .utc)
      #expect(text.first?.isUppercase == true && text.hasSuffix(", UTC") && !text.contains("  "), "\(text)")
    }
  }
}
