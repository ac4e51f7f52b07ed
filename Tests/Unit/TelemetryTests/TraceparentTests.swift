import Telemetry
import TestSupport
import Testing

@Suite struct TraceparentTests {
  private static let sample = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

  @Test func theSampleOfTheRecommendationIsRead() throws {
    let context = try #require(TraceContext(traceparent: Self.sample))
    #expect(context.traceID.text == "4bf92f3577b34da6a3ce929d0e0e4736")
    #expect(context.spanID.text == "00f067aa0ba902b7")
    #expect(context.isSampled)
    #expect(context.traceparent == Self.sample)
  }

  @Test(arguments: [
    "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
    "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
    "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
    "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
    "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
    " 0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00-1-2-01",
  ])
  func whatIsMalformedBeginsNoTrace(text: String) {
    #expect(TraceContext(traceparent: text) == nil)
  }

  @Test func laterVersionsMayAddSomething() throws {
    let later = try #require(
      TraceContext(traceparent: "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03-more"))
    #expect(later.isSampled)
    #expect(later.traceparent == Self.sample)
  }

  @Test func flagsOtherThanTheFirstMeanNothingHere() throws {
    let other = try #require(
      TraceContext(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-02"))
    #expect(!other.isSampled)
  }

  @Test(arguments: 0..<50) func whatIsWrittenIsReadTheSame(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let context = TraceContext(
      traceID: .random(using: &generator), spanID: .random(using: &generator),
      isSampled: Bool.random(using: &generator))
    #expect(TraceContext(traceparent: context.traceparent) == context)
  }
}
