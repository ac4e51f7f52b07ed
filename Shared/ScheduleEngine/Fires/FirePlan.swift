import Foundation

/// All fires of a schedule, as planned: without jitter, pauses and whatever else keeps a fire from becoming a run.
///
/// Moments are taken to the nearest microsecond, the grain of the database, so a fire that was stored and read back is
/// the same fire. Fires lie in the years 2 to 9998. Nothing here reads a clock.
public struct FirePlan: Sendable, Hashable {
  private enum Rhythm: Hashable {
    case cron(CronFires)
    case interval(IntervalFires)
  }

  private let rhythm: Rhythm
  /// The bounds, both included; empty where the end comes before the start.
  private let bounds: Range<Int>

  /// - Parameters:
  ///   - startAt: no fire before it.
  ///   - endAt: no fire after it.
  public init(_ cron: CronExpression, in zone: IANAZone, startAt: Date? = nil, endAt: Date? = nil) {
    rhythm = .cron(CronFires(expression: cron, zone: zone))
    bounds = Self.bounds(startAt, endAt)
  }

  /// Whole multiples of an interval, counted from `startAt`, which is the first fire itself; without it from the
  /// anchor, which is none: the first fire comes one interval later.
  /// - Parameters:
  ///   - seconds: at least 1; less counts as 1.
  ///   - anchor: when the schedule was saved. Not used where there is a `startAt`.
  public init(everySeconds seconds: Int, anchor: Date, startAt: Date? = nil, endAt: Date? = nil) {
    let longest = Timeline.microseconds.upperBound / Timeline.microsecondsPerSecond
    let length = min(max(seconds, 1), longest) * Timeline.microsecondsPerSecond
    rhythm = .interval(
      IntervalFires(
        length: length,
        first: startAt.map(Timeline.microseconds) ?? Timeline.microseconds(anchor) + length))
    bounds = Self.bounds(startAt, endAt)
  }

  /// The first fire after a moment; nil where none will come.
  public func next(after moment: Date) -> Date? {
    next(after: Timeline.microseconds(moment)).map(Timeline.date)
  }

  /// The next fires after a moment, fewer than asked for where no more will come.
  public func times(after moment: Date, count: Int) -> [Date] {
    var times: [Date] = []
    var moment = Timeline.microseconds(moment)
    while times.count < count, let fire = next(after: moment) {
      times.append(Timeline.date(microseconds: fire))
      moment = fire
    }
    return times
  }

  /// The fires from one moment, included, to another, excluded: the first ones where there are more than a limit.
  public func times(from start: Date, to end: Date, limit: Int) -> [Date] {
    let end = Timeline.microseconds(end)
    var times: [Date] = []
    var moment = Timeline.microseconds(start) - 1
    while times.count < limit, let fire = next(after: moment), fire < end {
      times.append(Timeline.date(microseconds: fire))
      moment = fire
    }
    return times
  }

  /// The last fire at or before a moment; nil where there is none.
  public func previous(atOrBefore moment: Date) -> Date? {
    previous(atOrBefore: Timeline.microseconds(moment)).map(Timeline.date)
  }

  /// The last fire in a range; nil where there is none.
  public func latest(in range: Range<Date>) -> Date? {
    guard let fire = previous(atOrBefore: Timeline.microseconds(range.upperBound) - 1),
      fire >= Timeline.microseconds(range.lowerBound)
    else { return nil }
    return Timeline.date(microseconds: fire)
  }

  /// How many fires a range holds. The work does not grow with their number: it is one step a month and one for each
  /// change of the clocks, and a single one for an interval.
  public func count(in range: Range<Date>) -> Int {
    count(in: Timeline.microseconds(range.lowerBound)..<Timeline.microseconds(range.upperBound))
  }

  /// The shortest time between two neighbours among the next fires, in seconds; nil where there are fewer than two.
  public func minimumGap(after moment: Date, fires: Int = 100) -> TimeInterval? {
    let times = times(after: moment, count: fires)
    return zip(times.dropFirst(), times).map { $0.timeIntervalSince($1) }.min()
  }
}

/// The same in microseconds since 1970.
extension FirePlan {
  func next(after moment: Int) -> Int? {
    let moment = max(moment, bounds.lowerBound - 1)
    guard moment < bounds.upperBound else { return nil }
    let fire =
      switch rhythm {
      case .cron(let fires):
        fires.next(
          after: moment.dividedDown(by: Timeline.microsecondsPerSecond),
          through: bounds.upperBound.dividedDown(by: Timeline.microsecondsPerSecond)
        ).map { $0 * Timeline.microsecondsPerSecond }
      case .interval(let fires): fires.next(after: moment)
      }
    guard let fire, bounds.contains(fire) else { return nil }
    return fire
  }

  func previous(atOrBefore moment: Int) -> Int? {
    let moment = min(moment, bounds.upperBound - 1)
    guard moment >= bounds.lowerBound else { return nil }
    let fire =
      switch rhythm {
      case .cron(let fires):
        fires.previous(
          atOrBefore: moment.dividedDown(by: Timeline.microsecondsPerSecond),
          notBefore: bounds.lowerBound.dividedUp(by: Timeline.microsecondsPerSecond)
        ).map { $0 * Timeline.microsecondsPerSecond }
      case .interval(let fires): fires.previous(atOrBefore: moment)
      }
    guard let fire, bounds.contains(fire) else { return nil }
    return fire
  }

  func count(in range: Range<Int>) -> Int {
    let range = range.clamped(to: bounds)
    guard !range.isEmpty else { return 0 }
    switch rhythm {
    case .cron(let fires):
      // A whole second lies in the range exactly where it is not before the lower bound, rounded up, and before the
      // upper, rounded up.
      return fires.count(
        in: range.lowerBound.dividedUp(
          by: Timeline.microsecondsPerSecond)..<range.upperBound.dividedUp(by: Timeline.microsecondsPerSecond)
      )
    case .interval(let fires): return fires.count(in: range)
    }
  }

  private static func bounds(_ startAt: Date?, _ endAt: Date?) -> Range<Int> {
    let start = startAt.map(Timeline.microseconds) ?? Timeline.microseconds.lowerBound
    let end = endAt.map(Timeline.microseconds) ?? Timeline.microseconds.upperBound
    return start..<max(start, end + 1)
  }
}
