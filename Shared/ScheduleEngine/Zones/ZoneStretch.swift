/// A stretch of time in which the clocks of a zone have one offset. All numbers are seconds: of time since 1970, or of
/// the local clock since its own 1970-01-01T00:00.
struct ZoneStretch: Sendable, Equatable {
  /// When it begins and ends.
  let span: Range<Int>
  let offset: Int
  /// Every local time before this one was shown or jumped over before this stretch began.
  let reached: Int

  /// What the local clock shows, from the stretch's begin to its end.
  var local: Range<Int> { span.lowerBound + offset..<span.upperBound + offset }

  /// The local times that were jumped over when it began.
  var gap: Range<Int> { Swift.min(reached, local.lowerBound)..<local.lowerBound }

  /// The local times that are shown for the first time; the others repeat what an earlier stretch showed.
  var fresh: Range<Int> {
    let lower = Swift.max(reached, local.lowerBound)
    return lower..<Swift.max(lower, local.upperBound)
  }
}
