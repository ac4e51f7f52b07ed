/// Which point kills the process, and at which visit.
struct CrashPlan: Hashable, Sendable {
  let point: CrashPoint
  /// Visits left, the fatal one included.
  private var remaining: Int

  /// - Parameter text: `name` or `name:n` for the n-th visit, n at least 1.
  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = parts.first, let point = CrashPoint(rawValue: String(name)) else { return nil }
    let visit = parts.count == 2 ? Int(parts[1]) : 1
    guard let visit, visit >= 1 else { return nil }
    self.point = point
    remaining = visit
  }

  /// Whether this visit is the fatal one.
  mutating func reached(_ point: CrashPoint) -> Bool {
    guard point == self.point, remaining > 0 else { return false }
    remaining -= 1
    return remaining == 0
  }
}
