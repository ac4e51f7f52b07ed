import Tracing

/// A span that is over, as it is exported.
public struct FinishedSpan: Sendable {
  public struct Event: Sendable {
    public let name: String
    /// Nanoseconds since 1970.
    public let time: UInt64
    public let attributes: [(key: String, value: SpanAttribute)]
  }

  public let context: TraceContext
  /// Nil for the first span of a trace.
  public let parent: SpanID?
  public let name: String
  public let kind: SpanKind
  /// Nanoseconds since 1970.
  public let start: UInt64
  public let end: UInt64
  public let attributes: [(key: String, value: SpanAttribute)]
  public let events: [Event]
  /// Other traces that have to do with it.
  public let links: [TraceContext]
  /// Nil: nothing is said of how it ended.
  public let status: SpanStatus.Code?
}
