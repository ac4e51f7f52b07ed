import Tracing

/// Where in which trace something happens, as it travels from process to process (W3C Trace Context).
public struct TraceContext: Sendable, Hashable {
  public let traceID: TraceID
  /// The span in which it happens: the parent of what begins there.
  public let spanID: SpanID
  /// Whether the trace is recorded.
  public let isSampled: Bool

  public init(traceID: TraceID, spanID: SpanID, isSampled: Bool) {
    self.traceID = traceID
    self.spanID = spanID
    self.isSampled = isSampled
  }

  /// The same place in a trace that is not recorded.
  public var unrecorded: TraceContext { TraceContext(traceID: traceID, spanID: spanID, isSampled: false) }

  /// That of the running task.
  public static var current: TraceContext? { ServiceContext.current?.trace }
}

extension ServiceContext {
  private enum TraceKey: ServiceContextKey {
    typealias Value = TraceContext
    static var nameOverride: String? { "traceparent" }
  }

  private enum RootKey: ServiceContextKey {
    typealias Value = TraceID
    static var nameOverride: String? { "root-trace-id" }
  }

  /// Nil outside of any trace.
  public var trace: TraceContext? {
    get { self[TraceKey.self] }
    set { self[TraceKey.self] = newValue }
  }

  /// The id that a trace gets which begins here; nil: a random one.
  public var rootTraceID: TraceID? {
    get { self[RootKey.self] }
    set { self[RootKey.self] = newValue }
  }

  /// The context of a trace and of nothing else.
  public init(_ trace: TraceContext) {
    self = .topLevel
    self.trace = trace
  }
}
