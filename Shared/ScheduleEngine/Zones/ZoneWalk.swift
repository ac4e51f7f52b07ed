/// The stretches of a zone, one after the other, from a moment on.
struct ZoneWalk: Sequence, IteratorProtocol {
  private let zone: IANAZone
  /// When the next stretch begins; nil after the last.
  private var start: Int?
  private var reached: Int

  /// A walk has to begin so many seconds before the first moment that is of interest: no clock was ever turned back by
  /// more than a day, so by then it is known what was shown before.
  static let runUp = 2 * Timeline.day
  /// No clock ever differed from UTC by more, in seconds.
  static let largestOffset = 16 * 3_600

  init(_ zone: IANAZone, from start: Int) {
    self.zone = zone
    self.start = start
    reached = start + zone.offset(at: start)
  }

  mutating func next() -> ZoneStretch? {
    guard let start else { return nil }
    let transition = zone.nextTransition(after: start)
    // Beyond the timeline by enough for all that is looked up from within it.
    let end = transition ?? Swift.max(start, Timeline.seconds.upperBound) + Self.runUp
    let stretch = ZoneStretch(span: start..<end, offset: zone.offset(at: start), reached: reached)
    self.start = transition
    reached = Swift.max(reached, stretch.local.upperBound)
    return stretch
  }
}
