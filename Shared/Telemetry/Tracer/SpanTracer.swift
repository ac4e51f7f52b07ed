import Tracing

/// Makes spans and carries their context over the edges of the process (W3C Trace Context).
///
/// Without a buffer nothing is recorded, but ids are still made and passed on: logs have them, and a process that
/// does record can go on with the trace.
public struct SpanTracer: Tracer {
  private static let header = "traceparent"

  private let sampler: TraceSampler
  private let buffer: SpanBuffer?

  /// - Parameter buffer: where spans go; nil: nowhere.
  public init(sampler: TraceSampler, buffer: SpanBuffer?) {
    self.sampler = sampler
    self.buffer = buffer
  }

  public func startSpan<Instant: TracerInstant>(
    _ operationName: String, context: @autoclosure () -> ServiceContext, ofKind kind: SpanKind,
    at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
  ) -> TraceSpan {
    var context = context()
    let parent = context.trace
    guard let buffer else {
      // What is not recorded here is no span of the trace: its parent stays the parent of what follows.
      if parent == nil { context.trace = begin(context, isSampled: false) }
      return TraceSpan(unrecorded: context)
    }
    guard let parent else {
      let root = begin(context, isSampled: true)
      guard sampler.isSampled(root.traceID, parent: nil) else {
        context.trace = TraceContext(traceID: root.traceID, spanID: root.spanID, isSampled: false)
        return TraceSpan(unrecorded: context)
      }
      context.trace = root
      return record(operationName, root, parent: nil, kind, instant().nanosecondsSinceEpoch, context, buffer)
    }
    guard parent.isSampled else { return TraceSpan(unrecorded: context) }
    var generator = SystemRandomNumberGenerator()
    let own = TraceContext(traceID: parent.traceID, spanID: .random(using: &generator), isSampled: true)
    context.trace = own
    return record(
      operationName, own, parent: parent.spanID, kind, instant().nanosecondsSinceEpoch, context, buffer)
  }

  private func begin(_ context: ServiceContext, isSampled: Bool) -> TraceContext {
    var generator = SystemRandomNumberGenerator()
    // Not out of the id: a run that is claimed twice has two first spans.
    return TraceContext(
      traceID: context.rootTraceID ?? .random(using: &generator), spanID: .random(using: &generator),
      isSampled: isSampled)
  }

  private func record(
    _ name: String, _ own: TraceContext, parent: SpanID?, _ kind: SpanKind, _ start: UInt64,
    _ context: ServiceContext, _ buffer: SpanBuffer
  ) -> TraceSpan {
    TraceSpan(
      SpanRecording(name, context: own, parent: parent, kind: kind, start: start, buffer: buffer),
      context: context)
  }

  public func forceFlush() {}

  // MARK: Over the edges

  public func extract<Carrier, Extract: Extractor>(
    _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
  ) where Extract.Carrier == Carrier {
    if let text = extractor.extract(key: Self.header, from: carrier),
      let trace = TraceContext(traceparent: text)
    {
      context.trace = trace
    }
  }

  public func inject<Carrier, Inject: Injector>(
    _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
  ) where Inject.Carrier == Carrier {
    if let trace = context.trace { injector.inject(trace.traceparent, forKey: Self.header, into: &carrier) }
  }
}
