import TestSupport

@testable import ScheduleEngine

/// Expressions at random, most of them with few values a field, as people write them.
struct RandomExpression {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func next() -> CronExpression {
    while true {
      let text = CronField.allCases.map { field($0) }.joined(separator: " ")
      // Days that never come are refused; nothing else can be.
      if let expression = try? CronExpression(text) { return expression }
    }
  }

  private mutating func field(_ field: CronField) -> String {
    let isStar = Int.random(in: 0..<10, using: &generator) < (field.rawValue < 2 ? 3 : 6)
    if isStar { return "*" }
    let items = Int.random(in: 0..<4, using: &generator) == 0 ? 3 : 1
    return (0..<items).map { _ in item(field) }.joined(separator: ",")
  }

  private mutating func item(_ field: CronField) -> String {
    let lower = Int.random(in: field.range, using: &generator)
    let upper = Int.random(in: lower...field.range.upperBound, using: &generator)
    let step = Int.random(in: 1...20, using: &generator)
    return [
      "\(lower)", "\(lower)", "\(lower)-\(upper)", "\(lower)-\(upper)/\(step)", "\(lower)/\(step)",
      "*/\(step)",
    ]
    .randomElement(using: &generator) ?? "*"
  }
}
