import Foundation
import TestSupport
import Testing

@testable import ScheduleEngine

/// Random expressions in random zones, two in three around a change of the clocks, fire when cronsim and croniter say.
@Suite struct ScheduleOracleTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let cases = environment["NUCLEUS_TEST_SCHEDULES"].flatMap { Int($0) } ?? 1_200
  private static let seed = environment["NUCLEUS_TEST_SEED"] ?? "1"
  private static let first = environment["NUCLEUS_TEST_FIRST"] ?? "0"
  private static let shownDisagreements = 50

  @Test func agreeOnEveryFire() async throws {
    let program = ConformanceProgram(
      "schedules.py", ["--seed", Self.seed, "--cases", "\(Self.cases)", "--first", Self.first])
    var tally = OracleTally()
    for try await line in program.lines() {
      let entry = try JSONDecoder().decode(OracleCase.self, from: Data(line.utf8))
      let zone = try #require(IANAZone(entry.zone))
      let fires = CronFires(expression: try CronExpression(entry.expression), zone: zone)
      let comparison = OracleComparison(entry, fires)
      tally.count(comparison)
      for disagreement in comparison.disagreements where tally.disagreements <= Self.shownDisagreements {
        Issue.record("\(disagreement)")
      }
    }
    #expect(tally.disagreements == 0)
    #expect(tally.cases == Self.cases)
    // A run in which the clocks hardly ever change, or differences are explained away, proves little.
    #expect(tally.acrossChanges > Self.cases / 4)
    #expect(tally.scanned < Self.cases / 4)
    #expect(tally.croniterAgreements > Self.cases / 2)
    for (difference, count) in tally.differences {
      #expect(count < Self.cases / 4, "\(difference)")
      if Self.environment["NUCLEUS_TEST_FIGURES"] != nil {
        print("\(difference): \(count) of \(tally.cases)")
      }
    }
  }
}
