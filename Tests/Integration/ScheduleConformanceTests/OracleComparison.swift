@testable import ScheduleEngine

/// One case, by the engine and by the two implementations.
struct OracleComparison {
  let isAcrossChange: Bool
  let isScanned: Bool
  let agreesWithCroniter: Bool
  private(set) var differences: [KnownDifference] = []
  private(set) var disagreements: [String] = []

  init(_ entry: OracleCase, _ fires: CronFires) {
    let (cronsim, croniter) = (entry.cronsim, entry.croniter)
    let ours = Self.fires(fires, after: entry.start, count: max(cronsim.count, croniter.count))
    let end = max(ours.last ?? entry.start, croniter.last ?? entry.start)
    isAcrossChange = Self.clocksChange(
      fires.zone, from: entry.start - ZoneWalk.runUp, through: end + ZoneWalk.runUp)
    isScanned = entry.isScanned
    agreesWithCroniter = Array(ours.prefix(croniter.count)) == croniter
    if Array(ours.prefix(cronsim.count)) != cronsim || (cronsim.isEmpty && !entry.isScanned) {
      disagreements.append("\(entry): cronsim \(cronsim), engine \(ours)")
    }
    if agreesWithCroniter { return }
    if isAcrossChange {
      differences.append(.croniterAtChanges)
    } else if Self.hasStepOfDay(entry.expression) {
      differences.append(.croniterStepsOfDays)
    } else if Self.hasFullDayField(fires.expression) {
      differences.append(.croniterFullFields)
    } else {
      disagreements.append("\(entry): croniter \(croniter), engine \(ours)")
    }
  }

  /// Whether the day of week has an item such as `3/4` or `wed/4`.
  private static func hasStepOfDay(_ expression: String) -> Bool {
    guard let days = expression.split(whereSeparator: \.isWhitespace).last else { return false }
    return days.split(separator: ",").contains { $0.contains("/") && !$0.contains("*") && !$0.contains("-") }
  }

  private static func hasFullDayField(_ expression: CronExpression) -> Bool {
    !expression.needsBothDays
      && (expression.daysOfMonth == CronField.dayOfMonth.all
        || expression.daysOfWeek == CronField.dayOfWeek.all)
  }

  private static func fires(_ fires: CronFires, after start: Int, count: Int) -> [Int] {
    var found: [Int] = []
    while found.count < count,
      let fire = fires.next(after: found.last ?? start, through: Timeline.seconds.upperBound)
    {
      found.append(fire)
    }
    return found
  }

  private static func clocksChange(_ zone: IANAZone, from start: Int, through end: Int) -> Bool {
    zone.nextTransition(after: start).map { $0 <= end } ?? false
  }
}
