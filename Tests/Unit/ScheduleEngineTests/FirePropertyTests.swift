import Foundation
import TestSupport
import Testing

@testable import ScheduleEngine

/// Random expressions around every change of the clocks from 2015 to 2035.
@Suite struct FirePropertyTests {
  static let zones = [
    "Europe/Berlin", "Europe/London", "Europe/Dublin", "America/New_York", "America/Sao_Paulo",
    "America/Caracas",
    "Australia/Lord_Howe", "Pacific/Apia", "Asia/Beirut", "Africa/Casablanca", "Asia/Gaza",
    "Antarctica/Troll",
    "Asia/Pyongyang", "Pacific/Chatham", "America/Scoresbysund",
  ]

  private static let years = 1_420_070_400..<2_082_758_400

  /// The changes of a zone, and year ends to have quiet days too.
  private static func dates(of zone: IANAZone) -> [Int] {
    let changes = ZoneWalk(zone, from: years.lowerBound).lazy.map(\.span.lowerBound).prefix {
      $0 < years.upperBound
    }
    return Array(changes) + [1_451_606_400, 1_582_934_400]
  }

  /// The engine finds exactly what a look at every minute finds, forwards, backwards and by counting.
  @Test(arguments: zones) func agreesWithALookAtEveryMinute(name: String) throws {
    let zone = try #require(IANAZone(name))
    let foundation = try #require(TimeZone(identifier: name))
    var expressions = RandomExpression(seed: UInt64(name.utf8.reduce(7) { $0 &* 31 &+ Int($1) }.magnitude))
    for date in Self.dates(of: zone) {
      let start = date.dividedDown(by: 60) * 60 - 20 * 3_600
      let window = start..<start + 44 * 3_600
      let scan = MinuteScan(foundation, window)
      for _ in 0..<4 {
        let expression = expressions.next()
        let fires = CronFires(expression: expression, zone: zone)
        let expected = scan.fires(of: expression)
        var found: [Int] = []
        var moment = window.lowerBound - 1
        while let fire = fires.next(after: moment, through: window.upperBound - 1) {
          guard fire > moment else { break }
          found.append(fire)
          moment = fire
        }
        let comment: Comment = "\(expression) \(name) \(date)"
        #expect(found == expected, comment)
        #expect(fires.count(in: window) == expected.count, comment)
        var backwards: [Int] = []
        moment = window.upperBound - 1
        // Only a sample: each look back costs as much as many looks ahead.
        while backwards.count < 20,
          let fire = fires.previous(atOrBefore: moment, notBefore: window.lowerBound)
        {
          backwards.append(fire)
          moment = fire - 1
        }
        #expect(backwards.reversed() == expected.suffix(20), comment)
      }
    }
  }

  /// From any moment between two fires, the one is the next and the other the previous.
  @Test func anyMomentLiesBetweenItsNeighbours() throws {
    var generator = SeededGenerator(seed: 5)
    var expressions = RandomExpression(seed: 6)
    for _ in 0..<400 {
      let zone = try #require(IANAZone(Self.zones.randomElement(using: &generator) ?? "UTC"))
      let fires = CronFires(expression: expressions.next(), zone: zone)
      let moment = Int.random(in: Self.years, using: &generator)
      let limits = moment - 90 * 365 * 86_400...moment + 90 * 365 * 86_400
      let next = try #require(fires.next(after: moment, through: limits.upperBound))
      let previous = try #require(fires.previous(atOrBefore: moment, notBefore: limits.lowerBound))
      #expect(previous <= moment && moment < next)
      #expect(fires.next(after: previous, through: limits.upperBound) == next)
      #expect(fires.previous(atOrBefore: next - 1, notBefore: limits.lowerBound) == previous)
      #expect(fires.count(in: previous..<next) == 1)
      #expect(fires.count(in: previous + 1..<next) == 0)
    }
  }
}
