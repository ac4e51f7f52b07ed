/// Decides whether datasets that a complete collection did not see may be marked stale without asking.
///
/// A source that suddenly shows little is more often ill, or another one, than empty.
public struct StalenessRule: Sendable, Equatable {
  /// The part of the live datasets that may go at once, 0…1: with 0 nothing goes unasked, with 1 everything does.
  public let threshold: Double

  /// Below so many datasets a part of them says nothing.
  private static let least = 2

  public init(threshold: Double) { self.threshold = threshold }

  /// - Parameters:
  ///   - missing: datasets that were live and were not seen.
  ///   - live: those that were live before the collection, the missing ones among them.
  ///   - found: what the collection saw in all, new datasets included.
  public func needsConfirmation(missing: Int, live: Int, found: Int) -> Bool {
    guard missing > 0, threshold < 1 else { return false }
    if found == 0 || threshold == 0 { return true }
    return missing >= Self.least && Double(missing) > threshold * Double(live)
  }
}
