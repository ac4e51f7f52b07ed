/// When a cron expression fires on the clocks of a zone. All numbers are seconds since 1970.
///
/// An expression that follows real minutes fires whenever the local clock shows a matching minute. Every other one
/// names fixed times: shown twice they fire the first time, jumped over they fire when the clock has jumped, and all
/// that fall on one moment fire once.
///
/// The work of a call is a few stretches of the zone and a step a month: times without a match are leapt over.
struct CronFires: Sendable, Hashable {
  let expression: CronExpression
  let zone: IANAZone

  /// The first fire after a moment, at or before a limit.
  func next(after moment: Int, through limit: Int) -> Int? {
    var walk = ZoneWalk(zone, from: moment - ZoneWalk.runUp)
    while let stretch = walk.next(), stretch.span.lowerBound <= limit {
      guard stretch.span.upperBound > moment + 1 else { continue }
      let window = moment + 1..<stretch.span.upperBound
      if let fire = first(in: stretch, window) { return fire <= limit ? fire : nil }
      guard stretch.span.upperBound > moment + ZoneWalk.runUp else { continue }
      // Local times of the last day may be shown again; later ones are still to come.
      let from = (stretch.local.upperBound - Timeline.day).dividedUp(by: 60)
      let end = (limit + ZoneWalk.largestOffset).dividedUp(by: 60) + 1
      guard let minute = expression.nextMinute(atOrAfter: from, before: end) else { return nil }
      let early = minute * 60 - ZoneWalk.largestOffset - ZoneWalk.runUp
      if early > stretch.span.upperBound { walk = ZoneWalk(zone, from: early) }
    }
    return nil
  }

  /// The last fire at or before a moment, not before a limit.
  func previous(atOrBefore moment: Int, notBefore limit: Int) -> Int? {
    var high = moment
    while high >= limit {
      let low = high - 3 * Timeline.day
      var latest: Int?
      for stretch in ZoneWalk(zone, from: low - ZoneWalk.runUp) {
        guard stretch.span.lowerBound <= high else { break }
        latest = last(in: stretch, low + 1..<high + 1) ?? latest
      }
      if let latest { return latest >= limit ? latest : nil }
      // What fires by `low` was shown or jumped over by then, at the latest a day ahead of its fire.
      let from = (low + ZoneWalk.largestOffset + Timeline.day).dividedDown(by: 60)
      let end = (limit - ZoneWalk.largestOffset - Timeline.day).dividedDown(by: 60)
      guard let minute = expression.previousMinute(atOrBefore: from, notBefore: end) else { return nil }
      high = min(low, minute * 60 + ZoneWalk.largestOffset + Timeline.day)
    }
    return nil
  }

  /// How many fires lie in a range.
  func count(in range: Range<Int>) -> Int {
    var count = 0
    for stretch in ZoneWalk(zone, from: range.lowerBound - ZoneWalk.runUp) {
      guard stretch.span.lowerBound < range.upperBound else { break }
      let window = stretch.span.clamped(to: range)
      guard !window.isEmpty else { continue }
      let minutes = shown(in: stretch, window)
      count += expression.count(in: minutes)
      let isAtStart = minutes.lowerBound * 60 == stretch.local.lowerBound && !minutes.isEmpty
      if firesForGap(of: stretch), range.contains(stretch.span.lowerBound),
        !isAtStart || expression.count(in: minutes.lowerBound..<minutes.lowerBound + 1) == 0
      {
        count += 1
      }
    }
    return count
  }

  private func first(in stretch: ZoneStretch, _ window: Range<Int>) -> Int? {
    if window.contains(stretch.span.lowerBound), firesForGap(of: stretch) { return stretch.span.lowerBound }
    let minutes = shown(in: stretch, window)
    return expression.nextMinute(atOrAfter: minutes.lowerBound, before: minutes.upperBound)
      .map { $0 * 60 - stretch.offset }
  }

  private func last(in stretch: ZoneStretch, _ window: Range<Int>) -> Int? {
    let minutes = shown(in: stretch, window)
    if !minutes.isEmpty,
      let minute = expression.previousMinute(
        atOrBefore: minutes.upperBound - 1, notBefore: minutes.lowerBound)
    {
      return minute * 60 - stretch.offset
    }
    guard window.contains(stretch.span.lowerBound), firesForGap(of: stretch) else { return nil }
    return stretch.span.lowerBound
  }

  /// The local minutes, at which the expression may fire, that begin in a part of a stretch.
  private func shown(in stretch: ZoneStretch, _ window: Range<Int>) -> Range<Int> {
    let local = expression.followsRealMinutes ? stretch.local : stretch.fresh
    let lower = max(local.lowerBound, window.lowerBound + stretch.offset).dividedUp(by: 60)
    let upper = min(local.upperBound, window.upperBound + stretch.offset).dividedUp(by: 60)
    return lower..<max(lower, upper)
  }

  /// Whether a fixed time was jumped over when the stretch began.
  private func firesForGap(of stretch: ZoneStretch) -> Bool {
    guard !expression.followsRealMinutes, !stretch.gap.isEmpty else { return false }
    let lower = stretch.gap.lowerBound.dividedUp(by: 60)
    let upper = stretch.gap.upperBound.dividedUp(by: 60)
    return expression.nextMinute(atOrAfter: lower, before: upper) != nil
  }
}
