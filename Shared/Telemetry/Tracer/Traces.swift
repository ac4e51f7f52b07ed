import Tracing

/// Spans at next to no cost where nothing is recorded: one look at the task's context, no allocation, no lock.
public enum Traces {
  /// Does something as a span of the running task's trace.
  ///
  /// A failure is noted with its type unless the body has set `error.type` itself.
  public static func span<Value: Sendable, Failure: Error>(
    _ name: @autoclosure () -> String, ofKind kind: SpanKind = .internal,
    isolation: isolated (any Actor)? = #isolation,
    _ body: (ActiveSpan) async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    guard let context = ServiceContext.current, context.trace?.isSampled == true else {
      return try await body(.none)
    }
    return try await record(
      InstrumentationSystem.tracer.startSpan(name(), context: context, ofKind: kind), body)
  }

  /// Does something as a span of a trace that came from elsewhere, and everything in it as part of that trace.
  /// - Parameter parent: nil: there is no trace, and none begins.
  public static func span<Value: Sendable, Failure: Error>(
    _ name: @autoclosure () -> String, ofKind kind: SpanKind, continuing parent: TraceContext?,
    isolation: isolated (any Actor)? = #isolation,
    _ body: (ActiveSpan) async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    guard let parent else { return try await body(.none) }
    let context = ServiceContext(parent)
    guard parent.isSampled else {
      return try await within(context) { () throws(Failure) in try await body(.none) }
    }
    return try await record(
      InstrumentationSystem.tracer.startSpan(name(), context: context, ofKind: kind), body)
  }

  /// Does something as the first span of a trace, or as the span of a trace that came from elsewhere.
  /// - Parameter id: of a trace that begins; nil: a random one.
  public static func root<Value: Sendable, Failure: Error>(
    _ name: @autoclosure () -> String, ofKind kind: SpanKind = .internal, id: TraceID? = nil,
    continuing parent: TraceContext? = nil, isolation: isolated (any Actor)? = #isolation,
    _ body: (ActiveSpan) async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    var context = ServiceContext.topLevel
    context.trace = parent
    context.rootTraceID = id
    return try await record(
      InstrumentationSystem.tracer.startSpan(name(), context: context, ofKind: kind), body)
  }

  private static func record<Value: Sendable, Failure: Error>(
    _ span: any Tracing.Span, isolation: isolated (any Actor)? = #isolation,
    _ body: (ActiveSpan) async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let active = ActiveSpan(span: span.isRecording ? span : nil)
    defer { span.end() }
    do throws(Failure) {
      return try await within(span.context) { () throws(Failure) in try await body(active) }
    } catch {
      active.failed(error)
      throw error
    }
  }

  private static func within<Value: Sendable, Failure: Error>(
    _ context: ServiceContext, isolation: isolated (any Actor)? = #isolation,
    _ body: () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let result = await ServiceContext.$current.withValue(context) { () async -> Result<Value, Failure> in
      do throws(Failure) {
        return .success(try await body())
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
