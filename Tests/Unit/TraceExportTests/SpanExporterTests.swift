import JSON
import Logging
import ServiceLifecycle
import Synchronization
import Testing
import Tracing

@testable import Telemetry
@testable import TraceExport

@Suite(.timeLimit(.minutes(3))) struct SpanExporterTests {
  /// A collector that answers as it is told and notes what it got.
  private final class Collector: Sendable {
    private struct State {
      var outcomes: [ExportOutcome]
      var names: [String] = []
      var tries = 0
    }

    private let state: Mutex<State>
    let (calls, ringer) = AsyncStream<Int>.makeStream()

    /// - Parameter outcomes: of the first tries; later ones are delivered.
    init(_ outcomes: [ExportOutcome] = []) { state = Mutex(State(outcomes: outcomes)) }

    var names: [String] { state.withLock(\.names) }
    var tries: Int { state.withLock(\.tries) }

    func take(_ body: [UInt8]) -> ExportOutcome {
      let (outcome, tries) = state.withLock { state -> (ExportOutcome, Int) in
        state.tries += 1
        let outcome = state.outcomes.isEmpty ? .delivered(rejected: 0) : state.outcomes.removeFirst()
        if case .delivered = outcome { state.names += Self.names(in: body) }
        return (outcome, state.tries)
      }
      ringer.yield(tries)
      return outcome
    }

    private static func names(in body: [UInt8]) -> [String] {
      let scopes = (try? JSONValue(parsing: body))?["resourceSpans"]?.arrayValue?.first?["scopeSpans"]?
        .arrayValue
      return scopes?.first?["spans"]?.arrayValue?.compactMap { $0["name"]?.stringValue } ?? []
    }
  }

  private static func exporter(_ buffer: SpanBuffer, _ collector: Collector) -> SpanExporter {
    SpanExporter(
      buffer: buffer, resource: OTLPResource(service: "s", instance: "s@h", host: "h", version: "0"),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, transport: { collector.take($0) })
  }

  private static func fill(_ buffer: SpanBuffer, _ count: Int) {
    let tracer = SpanTracer(sampler: TraceSampler(ratio: 1), buffer: buffer)
    for number in 0..<count { tracer.startSpan("\(number)", context: .topLevel).end() }
  }

  /// Runs the exporter until so many tries were made, then shuts it down gracefully.
  private func run(_ exporter: SpanExporter, until tries: Int, of collector: Collector) async throws {
    try await testGracefulShutdown(exporter) {
      for await number in collector.calls where number >= tries { return }
    }
  }

  private func testGracefulShutdown(
    _ exporter: SpanExporter, _ condition: @escaping @Sendable () async -> Void
  ) async throws {
    let group = ServiceGroup(
      services: [exporter], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      await condition()
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }

  @Test func everythingArrivesInOrderAndInBatches() async throws {
    let (buffer, collector) = (SpanBuffer(), Collector())
    Self.fill(buffer, SpanExporter.batchSize + 10)
    try await run(Self.exporter(buffer, collector), until: 2, of: collector)
    #expect(collector.names == (0..<SpanExporter.batchSize + 10).map(String.init))
    #expect(collector.tries == 2)
  }

  @Test func aRefusedBatchDoesNotHoldUpTheNext() async throws {
    let (buffer, collector) = (SpanBuffer(), Collector([.refused]))
    Self.fill(buffer, SpanExporter.batchSize + 1)
    try await run(Self.exporter(buffer, collector), until: 2, of: collector)
    #expect(collector.names == ["\(SpanExporter.batchSize)"])
  }

  /// The shutdown comes while the exporter waits for its second try.
  @Test func whatTheShutdownCutsOffIsSentAtTheEnd() async throws {
    let (buffer, collector) = (SpanBuffer(), Collector([.unavailable(after: .seconds(300))]))
    Self.fill(buffer, 3)
    try await run(Self.exporter(buffer, collector), until: 1, of: collector)
    #expect(collector.names == ["0", "1", "2"])
  }

  @Test func aFullBufferDropsWhatComesAndHoldsUpNobody() {
    let buffer = SpanBuffer(capacity: 5)
    Self.fill(buffer, 1_000)
    #expect(buffer.count == 5)
  }
}
