import Testing

@testable import ScheduleEngine

@Suite struct CronExpressionTests {
  @Test(arguments: [
    "* * * * *", "0 9 * * 1", "*/5 0-6,22 1,15 jan-MAR mon", "5/20 * * * *", "0 0 29 2 *", "0 0 31 2 1",
    "0\t0 * * 7", "@daily", "@Hourly", "0-59/7 * * * sun-sat", "00 09 * * *", "0 0 30,31 1-12 *",
    "  0  0 * * *  ", "0 0 */31 * *", "0 0 31 2,3 */2", "*/100 * * * *", "0 0 29 2 */7", " @weekly ",
  ])
  func accepts(expression: String) throws {
    #expect(try CronExpression(expression).text == expression)
  }

  private struct Reading: Sendable {
    let field: CronField
    let text: String
    let values: [Int]

    init(_ field: CronField, _ text: String, _ values: [Int]) {
      self.field = field
      self.text = text
      self.values = values
    }
  }

  private static let readings: [Reading] = [
    Reading(.minute, "*", Array(0...59)),
    Reading(.minute, "*/20", [0, 20, 40]),
    // A step from a value runs to the end of the field.
    Reading(.minute, "5/20", [5, 25, 45]),
    Reading(.minute, "50/20", [50]),
    Reading(.minute, "5-30/10", [5, 15, 25]),
    // A range of one value ends there, also with a step.
    Reading(.minute, "5-5/10", [5]),
    Reading(.minute, "*/60", [0]),
    Reading(.minute, "1,2,1,3-4", [1, 2, 3, 4]),
    Reading(.hour, "22/1", [22, 23]),
    Reading(.hour, "0-23/5", [0, 5, 10, 15, 20]),
    Reading(.dayOfMonth, "*/10", [1, 11, 21, 31]),
    Reading(.month, "jan,MAR,Dec", [1, 3, 12]),
    Reading(.month, "feb-4", [2, 3, 4]),
    Reading(.month, "oct/2", [10, 12]),
    Reading(.dayOfWeek, "7", [0]),
    Reading(.dayOfWeek, "0,7", [0]),
    Reading(.dayOfWeek, "5-7", [0, 5, 6]),
    Reading(.dayOfWeek, "mon-FRI", [1, 2, 3, 4, 5]),
    Reading(.dayOfWeek, "sun-sat", [0, 1, 2, 3, 4, 5, 6]),
    Reading(.dayOfWeek, "1/2", [0, 1, 3, 5]),
    Reading(.dayOfWeek, "*/2", [0, 2, 4, 6]),
    Reading(.dayOfWeek, "*/7", [0]),
  ]

  @Test(arguments: readings) private func readsTheValuesOfAField(reading: Reading) throws {
    let values = try CronFieldParser(field: reading.field, start: 0).values(of: reading.text[...])
    #expect(values.values == reading.values, "\(reading.text)")
  }

  @Test func macrosStandForTheirExpressions() throws {
    for macro in CronMacro.allCases {
      let word = try CronExpression(macro.rawValue.uppercased())
      let written = try CronExpression(macro.expression)
      #expect(word.minutes == written.minutes)
      #expect(word.hours == written.hours)
      #expect(word.daysOfMonth == written.daysOfMonth)
      #expect(word.months == written.months)
      #expect(word.daysOfWeek == written.daysOfWeek)
      #expect(word.needsBothDays == written.needsBothDays)
      #expect(word.followsRealMinutes == (macro == .hourly))
    }
  }

  @Test(arguments: [
    ("* 5 * * *", true), ("5 * * * *", true), ("*/5 5 * * *", true), ("5 */2 * * *", true),
    ("*,5 5 * * *", true),
    ("5 5 * * *", false), ("0-59 0-23 * * *", false), ("5,* 5 * * *", false), ("0/5 5 * * *", false),
  ])
  func aStarAtTheBeginMakesItFollowRealMinutes(expression: String, follows: Bool) throws {
    #expect(try CronExpression(expression).followsRealMinutes == follows)
  }

  @Test(arguments: [
    ("0 0 1 * *", true), ("0 0 * * 1", true), ("0 0 */2 * 1", true), ("0 0 1 * */2", true),
    ("0 0 *,5 * 1", true),
    ("0 0 1 * 1", false), ("0 0 1-31 * 1", false), ("0 0 1,* * 1", false),
  ])
  func aStarAtTheBeginMakesBothDaysNecessary(expression: String, both: Bool) throws {
    #expect(try CronExpression(expression).needsBothDays == both)
  }

  private struct Fault: Sendable {
    let text: String
    let field: CronField?
    let position: Int
    let piece: String
    /// Part of what would be right.
    let remedy: String

    init(_ text: String, _ field: CronField?, _ position: Int, _ piece: String, _ remedy: String) {
      self.text = text
      self.field = field
      self.position = position
      self.piece = piece
      self.remedy = remedy
    }
  }

  private static let faults: [Fault] = [
    Fault("", nil, 0, "", "five fields"),
    Fault("* * * *", nil, 0, "", "not 4"),
    Fault("0 * * * * *", nil, 0, "", "not 6"),
    Fault("@reboot", nil, 0, "@reboot", "@hourly, @daily"),
    Fault("@never", nil, 0, "@never", "@annually"),
    Fault("@daily * * * *", nil, 0, "@daily", "five fields"),
    Fault("60 * * * *", .minute, 0, "60", "from 0 to 59"),
    Fault("* 24 * * *", .hour, 2, "24", "from 0 to 23"),
    Fault("* * 0 * *", .dayOfMonth, 4, "0", "from 1 to 31"),
    Fault("* * 32 * *", .dayOfMonth, 4, "32", "from 1 to 31"),
    Fault("* * * 13 *", .month, 6, "13", "from 1 to 12 or from jan to dec"),
    Fault("* * * * 8", .dayOfWeek, 8, "8", "from 0 to 7 or from sun to sat"),
    Fault("  1,x  * * * *", .minute, 4, "x", "from 0 to 59"),
    Fault("*/0 * * * *", .minute, 2, "0", "1 or more"),
    Fault("*/ * * * *", .minute, 2, "", "1 or more"),
    Fault("1/2/3 * * * *", .minute, 0, "1/2/3", "one /"),
    Fault("* 22-6 * * *", .hour, 2, "22-6", "write 22-23,0-6"),
    Fault("* * * dec-jan *", .month, 6, "dec-jan", "write 12-12,1-1"),
    Fault("* * * * sat-mon", .dayOfWeek, 8, "sat-mon", "upwards"),
    Fault("1,,2 * * * *", .minute, 2, "", "both sides of every comma"),
    Fault(",1 * * * *", .minute, 0, "", "both sides of every comma"),
    Fault("-1 * * * *", .minute, 0, "", "from 0 to 59"),
    Fault("+1 * * * *", .minute, 0, "+1", "from 0 to 59"),
    Fault("1-2-3 * * * *", .minute, 0, "1-2-3", "two values"),
    Fault("* * L * *", .dayOfMonth, 4, "L", "other dialects"),
    Fault("* * 15W * *", .dayOfMonth, 4, "15W", "other dialects"),
    Fault("* * ? * *", .dayOfMonth, 4, "?", "other dialects"),
    Fault("* * * * 1#2", .dayOfWeek, 8, "1#2", "other dialects"),
    Fault("* * * * 5L", .dayOfWeek, 8, "5L", "other dialects"),
    Fault("* * * april *", .month, 6, "april", "from jan to dec"),
    Fault("* * * * monday", .dayOfWeek, 8, "monday", "from sun to sat"),
    Fault("* * * mon *", .month, 6, "mon", "from jan to dec"),
    Fault("0x1 * * * *", .minute, 0, "0x1", "from 0 to 59"),
    Fault("١ * * * *", .minute, 0, "١", "from 0 to 59"),
    Fault("00000 * * * *", .minute, 0, "00000", "from 0 to 59"),
    Fault("0 0 30 2 *", .dayOfMonth, 4, "30", "never fires"),
    Fault("0 0 31 4,6 *", .dayOfMonth, 4, "31", "never fires"),
    Fault("0 0 31 2 */2", .dayOfMonth, 4, "31", "never fires"),
    Fault(String(repeating: "1,", count: 200) + "1 * * * *", nil, 0, "", "at most 200"),
    Fault("123456789012345678901234567890 * * * *", .minute, 0, "12345678901234567890", "from 0 to 59"),
  ]

  @Test(arguments: faults) private func refuses(fault: Fault) {
    let error = #expect(throws: CronError.self) { try CronExpression(fault.text) }
    #expect(error?.field == fault.field, "\(fault.text)")
    #expect(error?.position == fault.position, "\(fault.text)")
    #expect(error?.piece == fault.piece, "\(fault.text)")
    #expect(error?.description.contains(fault.remedy) == true, "\(error?.description ?? "accepted")")
  }

  @Test func anErrorReadsAsASentence() {
    let error = #expect(throws: CronError.self) { try CronExpression("0 25 * * *") }
    #expect(
      error?.description
        == "the hour at character 3 must be from 0 to 23, or *, a range such as 9-17, or a list of these")
    let secret = #expect(throws: CronError.self) { try CronExpression("hunter2 * * * *") }
    #expect(secret?.description.contains("hunter2") == false)
  }
}
