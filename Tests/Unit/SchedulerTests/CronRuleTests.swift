import Foundation
import TestSupport
import Testing

@testable import Scheduler

@Suite struct CronRuleTests {
  @Test(arguments: [
    "* * * * *", "0 9 * * 1", "*/5 0-6,22 1,15 jan-MAR mon", "5/20 * * * *", "0 0 29 2 *", "0 0 31 2 1",
    "0\t0 * * 7", "@daily", "@Hourly", "0-59/7 * * * sun-sat", "00 09 * * *", "0 0 30,31 1-12 *",
  ])
  func accepts(expression: String) {
    #expect(CronRule.problem(in: expression) == nil)
  }

  @Test(arguments: [
    "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8",
    "a * * * *",
    "*/0 * * * *", "* * L * *", "* * * * 1#2", "* * ? * *", "5-1 * * * *", "* * * dec-jan *", "1,,2 * * * *",
    "-1 * * * *", "+1 * * * *", "1- * * * *", "1/2/3 * * * *", "@reboot", "@never", "0 0 30 2 *",
    "0 0 31 4,6 *",
    "* * * * monday", "0x1 * * * *", "١ * * * *", String(repeating: "1,", count: 200) + "1 * * * *",
  ])
  func refuses(expression: String) {
    #expect(CronRule.problem(in: expression) != nil)
  }

  /// Every expression that is made of valid parts is accepted, and its values lie in the field's range.
  @Test func acceptsWhatIsMadeOfValidParts() throws {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<500 {
      var fields: [String] = []
      for field in CronField.all {
        let items = (0..<Int.random(in: 1...3, using: &generator)).map { _ in item(of: field, &generator) }
        let text = items.joined(separator: ",")
        let values = try #require(field.values(of: text), "\(text)")
        #expect(values.allSatisfy(field.range.contains))
        #expect(!values.isEmpty)
        fields.append(text)
      }
      let expression = fields.joined(separator: " ")
      let problem = CronRule.problem(in: expression)
      #expect(problem == nil || problem?.hasPrefix("never fires") == true, "\(expression)")
    }
  }

  private func item(of field: CronField, _ generator: inout SeededGenerator) -> String {
    let lower = Int.random(in: field.range, using: &generator)
    let upper = Int.random(in: lower...field.range.upperBound, using: &generator)
    let step = Int.random(in: 1...9, using: &generator)
    return [
      "*", "*/\(step)", "\(lower)", "\(lower)-\(upper)", "\(lower)-\(upper)/\(step)", "\(lower)/\(step)",
    ]
    .randomElement(using: &generator) ?? "*"
  }
}
