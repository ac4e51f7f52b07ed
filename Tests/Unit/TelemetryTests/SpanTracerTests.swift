import Testing
import Tracing

@testable import Telemetry

@Suite struct SpanTracerTests {
  private struct Failure: Error { let secret = "hunter2" }

  private let buffer = SpanBuffer()

  private func tracer(ratio: Double) -> SpanTracer {
    SpanTracer(sampler: TraceSampler(ratio: ratio), buffer: buffer)
  }

  private static func remote(sampled: Bool) throws -> TraceContext {
    try #require(
      TraceContext(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0\(sampled ? 1 : 0)"))
  }

  @Test func spansOfARecordedTraceHangTogether() async throws {
    let remote = try Self.remote(sampled: true)
    await withTracer(tracer(ratio: 0)) {
      await Traces.span("outer", ofKind: .consumer, continuing: remote) { span in
        span.set("nucleus.run.id", "r")
        await Traces.span("inner") { $0.set("nucleus.run.attempt", 2) }
      }
    }
    let spans = buffer.take(atMost: 10)
    #expect(spans.map(\.name) == ["inner", "outer"])
    let (inner, outer) = (try #require(spans.first), try #require(spans.last))
    #expect(Set(spans.map(\.context.traceID)) == [remote.traceID])
    #expect(outer.parent == remote.spanID && outer.kind == .consumer)
    #expect(inner.parent == outer.context.spanID && inner.context.spanID != outer.context.spanID)
    #expect(outer.start <= inner.start && inner.end <= outer.end)
    #expect(outer.attributes.map(\.key) == ["nucleus.run.id"])
  }

  @Test func whatIsNotRecordedIsPassedOnAsItCame() async throws {
    let remote = try Self.remote(sampled: false)
    let seen = await withTracer(tracer(ratio: 1)) {
      await Traces.span("outer", ofKind: .consumer, continuing: remote) { span in
        #expect(!span.isRecording)
        return await Traces.span("inner") { _ in TraceContext.current }
      }
    }
    #expect(seen == remote)
    #expect(buffer.count == 0)
  }

  @Test func aTraceThatBeginsHasTheIDItIsGiven() async throws {
    let id = try #require(TraceID(high: 1, low: 0xABCD))
    for ratio in [0.0, 1] {
      let seen = await withTracer(tracer(ratio: ratio)) {
        await Traces.root("request", ofKind: .server, id: id) { _ in TraceContext.current }
      }
      #expect(seen?.traceID == id)
      #expect(seen?.isSampled == (ratio == 1))
    }
    let spans = buffer.take(atMost: 10)
    #expect(spans.count == 1 && spans.first?.parent == nil)
  }

  /// A run that is taken over begins its trace a second time: the same trace, and another span.
  @Test func aTraceThatBeginsTwiceHasTwoFirstSpans() async throws {
    let id = try #require(TraceID(high: 1, low: 0xABCD))
    await withTracer(tracer(ratio: 1)) {
      for _ in 0..<2 { await Traces.root("run", ofKind: .consumer, id: id) { _ in } }
    }
    let spans = buffer.take(atMost: 10)
    #expect(spans.map(\.context.traceID) == [id, id])
    #expect(Set(spans.map(\.context.spanID)).count == 2)
  }

  @Test func withoutABufferIDsAreStillMadeAndPassedOn() async throws {
    let tracer = SpanTracer(sampler: TraceSampler(ratio: 1), buffer: nil)
    let remote = try Self.remote(sampled: true)
    await withTracer(tracer) {
      let begun = await Traces.root("request") { _ in TraceContext.current }
      #expect(begun?.isSampled == false)
      let continued = await Traces.root("request", continuing: remote) { _ in TraceContext.current }
      #expect(continued == remote)
    }
  }

  @Test func withoutATraceNothingBeginsOnTheWay() async {
    await withTracer(tracer(ratio: 1)) {
      await Traces.span("alone") { _ in #expect(TraceContext.current == nil) }
      await Traces.span("alone", ofKind: .consumer, continuing: nil) { _ in
        #expect(TraceContext.current == nil)
      }
    }
    #expect(buffer.count == 0)
  }

  @Test func failuresKeepTheirTypeAndNothingElse() async throws {
    let remote = try Self.remote(sampled: true)
    _ = await withTracer(tracer(ratio: 0)) {
      await #expect(throws: Failure.self) {
        try await Traces.span("failing", ofKind: .client, continuing: remote) { _ throws(Failure) in
          throw Failure()
        }
      }
    }
    let span = try #require(buffer.take(atMost: 1).first)
    #expect(span.status == .error)
    #expect("\(span.attributes)".contains("Failure") && !"\(span)".contains("hunter2"))
  }

  /// What a library of others might say.
  @Test func onlyNamesFromTheListAreKept() throws {
    var context = ServiceContext.topLevel
    context.trace = try Self.remote(sampled: true)
    let span = tracer(ratio: 0).startSpan("GET", context: context, ofKind: .client)
    span.attributes["url.full"] = "https://user:pw@host/?token=1"
    span.attributes["server.address"] = "db.internal"
    span.attributes["http.request.method"] = String(repeating: "G", count: 1_000)
    span.recordError(Failure())
    span.addLink(SpanLink(context: context, attributes: ["secret": "x"]))
    span.end()
    span.end()
    let finished = buffer.take(atMost: 10)
    #expect(finished.count == 1)
    let record = try #require(finished.first)
    #expect(record.attributes.map(\.key) == ["http.request.method"])
    #expect(record.attributes.first?.value == .string(String(repeating: "G", count: 200)))
    #expect(record.events.map(\.name) == ["exception"])
    #expect(record.links == [try Self.remote(sampled: true)])
    #expect(!"\(record)".contains("hunter2"))
  }

  @Test func linksAndEventsAreBounded() throws {
    let span = tracer(ratio: 1).startSpan("x", context: .topLevel)
    for _ in 0..<100 {
      span.addEvent("again")
      span.addLink(SpanLink(context: span.context, attributes: [:]))
    }
    span.end()
    let record = try #require(buffer.take(atMost: 1).first)
    #expect(record.events.count == 16 && record.links.count == 16)
  }

  @Test func contextsGoOverTheEdges() throws {
    struct Fields: Injector, Extractor {
      func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
        carrier[key] = value
      }
      func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
    }
    let tracer = tracer(ratio: 0)
    var carrier: [String: String] = [:]
    tracer.inject(ServiceContext(try Self.remote(sampled: true)), into: &carrier, using: Fields())
    #expect(carrier == ["traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"])
    var context = ServiceContext.topLevel
    tracer.extract(carrier, into: &context, using: Fields())
    #expect(context.trace == (try Self.remote(sampled: true)))
    var other = ServiceContext.topLevel
    tracer.extract(["traceparent": "nonsense"], into: &other, using: Fields())
    #expect(other.trace == nil)
  }
}
