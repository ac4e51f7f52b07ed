import Telemetry
import TestSupport
import Testing

@Suite struct TraceSamplerTests {
  @Test func theParentDecides() throws {
    var generator = SeededGenerator(seed: 1)
    for ratio in [0, 0.5, 1] {
      let sampler = TraceSampler(ratio: ratio)
      for isSampled in [true, false] {
        let parent = TraceContext(
          traceID: .random(using: &generator), spanID: .random(using: &generator), isSampled: isSampled)
        #expect(sampler.isSampled(parent.traceID, parent: parent) == isSampled)
      }
    }
  }

  @Test(arguments: [0, 0.01, 0.25, 1]) func aShareOfTheTracesIsTaken(ratio: Double) {
    var generator = SeededGenerator(seed: 7)
    let sampler = TraceSampler(ratio: ratio)
    let count = (0..<20_000).count { _ in sampler.isSampled(.random(using: &generator), parent: nil) }
    #expect(abs(Double(count) / 20_000 - ratio) < 0.01)
    #expect(ratio > 0 || count == 0)
    #expect(ratio < 1 || count == 20_000)
  }

  @Test func whoeverTakesMoreTakesTheSameAndOthers() {
    var generator = SeededGenerator(seed: 3)
    let (few, many) = (TraceSampler(ratio: 0.1), TraceSampler(ratio: 0.4))
    for _ in 0..<5_000 {
      let id = TraceID.random(using: &generator)
      #expect(!few.isSampled(id, parent: nil) || many.isSampled(id, parent: nil))
    }
  }
}
