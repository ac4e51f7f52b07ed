import Foundation

/// Decides about fires whose time has come, also after a time in which nobody looked.
///
/// A fire that is late by less than the tolerance is a regular one, and all regular ones are carried out, one an
/// answer. What is later was missed. Where a regular fire is due as well, it takes the place of all missed ones;
/// otherwise the latest missed one is made up for, once, where it is no older than the window. All other missed ones
/// are only counted. The work is that of ``FirePlan/count(in:)`` and a few look-ups, however many fires were missed.
public struct CatchUpRule: Sendable, Equatable {
  /// How old a missed fire may be to be made up for, in seconds; 0: none ever is.
  public let window: TimeInterval
  /// How late a fire may be to count as regular, in seconds, such as two ticks of the clock that looks.
  public let tolerance: TimeInterval

  public init(window: TimeInterval, tolerance: TimeInterval) {
    self.window = window
    self.tolerance = tolerance
  }

  /// - Parameters:
  ///   - lastHandled: everything planned until then, included, is dealt with already.
  ///   - now: the database's time.
  public func decide(_ plan: FirePlan, lastHandled: Date, now: Date) -> DueFires {
    let present = Timeline.microseconds(now)
    // A fire whose time is this very moment is never missed.
    let missedThrough = present - max(1, Self.microseconds(tolerance))
    guard let first = plan.next(after: Timeline.microseconds(lastHandled)), first <= present else {
      return DueFires(fire: nil, missed: nil, handledThrough: lastHandled)
    }
    guard let last = plan.previous(atOrBefore: missedThrough), last >= first else {
      return run(first, .regular, missed: nil)
    }
    if let next = plan.next(after: last), next <= present {
      return run(next, .regular, missed: missed(plan, first, last))
    }
    guard window > 0, last >= present - Self.microseconds(window) else {
      return DueFires(
        fire: nil, missed: missed(plan, first, last), handledThrough: Timeline.date(microseconds: last))
    }
    let others = last == first ? nil : plan.previous(atOrBefore: last - 1)
    return run(last, .catchUp, missed: others.map { missed(plan, first, $0) })
  }

  private func run(_ fire: Int, _ kind: DueFires.Fire.Kind, missed: DueFires.Missed?) -> DueFires {
    let plannedAt = Timeline.date(microseconds: fire)
    return DueFires(fire: .init(plannedAt: plannedAt, kind: kind), missed: missed, handledThrough: plannedAt)
  }

  private func missed(_ plan: FirePlan, _ first: Int, _ last: Int) -> DueFires.Missed {
    DueFires.Missed(
      count: plan.count(in: first..<last + 1), first: Timeline.date(microseconds: first),
      last: Timeline.date(microseconds: last))
  }

  private static func microseconds(_ seconds: TimeInterval) -> Int {
    Int(max(0, min(seconds, 1e11)) * Double(Timeline.microsecondsPerSecond))
  }
}
