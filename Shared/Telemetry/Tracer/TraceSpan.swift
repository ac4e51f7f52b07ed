import Tracing

/// A span of ``SpanTracer``; one that is not recorded takes everything and keeps nothing.
///
/// Of errors only the type is kept: their descriptions may hold what a source has said.
public struct TraceSpan: Tracing.Span {
  public let context: ServiceContext
  let recording: SpanRecording?

  /// A span that is not recorded.
  init(unrecorded context: ServiceContext) {
    self.context = context
    recording = nil
  }

  init(_ recording: SpanRecording, context: ServiceContext) {
    self.context = context
    self.recording = recording
  }

  public var isRecording: Bool { recording != nil }

  public var operationName: String {
    get { recording?.name ?? "" }
    nonmutating set { recording?.name = newValue }
  }

  public var attributes: SpanAttributes {
    get { recording?.attributes ?? [:] }
    nonmutating set { recording?.attributes = newValue }
  }

  public func setStatus(_ status: SpanStatus) { recording?.setStatus(status.code) }

  public func addEvent(_ event: SpanEvent) {
    recording?.add(
      FinishedSpan.Event(
        name: event.name, time: event.nanosecondsSinceEpoch,
        attributes: SpanAttributeRule.accept(event.attributes)))
  }

  public func recordError<Instant: TracerInstant>(
    _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
  ) {
    recording?.add(
      FinishedSpan.Event(
        name: "exception", time: instant().nanosecondsSinceEpoch,
        attributes: [("exception.type", .string("\(type(of: error))"))]))
  }

  public func addLink(_ link: SpanLink) {
    if let trace = link.context.trace { recording?.add(link: trace) }
  }

  public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
    recording?.finish(at: instant().nanosecondsSinceEpoch)
  }
}
