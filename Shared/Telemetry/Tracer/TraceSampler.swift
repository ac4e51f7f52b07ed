/// Decides which traces are recorded: those whose parent is, and a share of those that begin here.
///
/// The share is taken by the trace's id, so that every process decides alike.
public struct TraceSampler: Sendable {
  /// W3C Trace Context, level 2, promises randomness for the last 7 bytes of an id.
  private static let randomBits: UInt64 = 56

  private let threshold: UInt64

  /// - Parameter ratio: of the traces that begin here, 0…1.
  public init(ratio: Double) {
    let range = Double(UInt64(1) << Self.randomBits)
    threshold = ratio > 0 ? UInt64(min(ratio, 1) * range) : 0
  }

  /// - Parameter parent: nil where the trace begins.
  public func isSampled(_ id: TraceID, parent: TraceContext?) -> Bool {
    if let parent { return parent.isSampled }
    return id.low & (1 << Self.randomBits - 1) < threshold
  }
}
