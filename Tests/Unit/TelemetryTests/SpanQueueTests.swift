import TestSupport
import Testing
import Tracing

@testable import Telemetry

@Suite struct SpanQueueTests {
  private static func span(_ number: Int) throws -> FinishedSpan {
    let id = try #require(SpanID(UInt64(number + 1)))
    let trace = try #require(TraceID(high: 0, low: 1))
    return FinishedSpan(
      context: TraceContext(traceID: trace, spanID: id, isSampled: true), parent: nil, name: "\(number)",
      kind: .internal, start: 0, end: 0, attributes: [], events: [], links: [], status: nil)
  }

  @Test func theOldestLeaveFirst() throws {
    var queue = SpanQueue(capacity: 10)
    for number in 0..<5 { #expect(queue.add(try Self.span(number))) }
    #expect(queue.take(atMost: 2).map(\.name) == ["0", "1"])
    #expect(queue.take(atMost: 10).map(\.name) == ["2", "3", "4"])
    #expect(queue.take(atMost: 10).isEmpty)
  }

  /// Against a model: what was accepted leaves in order, and never more waits than there is room.
  @Test(arguments: 0..<30) func nothingIsLostThatWasAccepted(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let capacity = Int.random(in: 1...20, using: &generator)
    var queue = SpanQueue(capacity: capacity)
    var model: [String] = []
    for number in 0..<200 {
      if Bool.random(using: &generator) {
        let isAccepted = queue.add(try Self.span(number))
        #expect(isAccepted == (model.count < capacity))
        if isAccepted { model.append("\(number)") }
      } else {
        let limit = Int.random(in: 0...5, using: &generator)
        #expect(queue.take(atMost: limit).map(\.name) == Array(model.prefix(limit)))
        model.removeFirst(min(limit, model.count))
      }
      #expect(queue.count == model.count)
    }
  }
}
