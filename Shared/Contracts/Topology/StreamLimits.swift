/// How much a stream keeps. Whole segments go, so that it may hold up to one segment more.
public struct StreamLimits: Sendable, Hashable {
  /// In seconds, at least 1.
  public var maximumAge: Int
  /// At least one segment.
  public var maximumBytes: Int64
  public var segmentBytes: Int64

  public init(maximumAge: Int, maximumBytes: Int64, segmentBytes: Int64? = nil) {
    self.maximumAge = maximumAge
    self.maximumBytes = maximumBytes
    // What is too old goes only with a segment that is full: a sixteenth keeps both limits meaningful.
    self.segmentBytes = segmentBytes ?? min(max(maximumBytes / 16, 1 << 20), 500_000_000)
  }
}
