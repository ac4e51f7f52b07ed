import Testing

@testable import TraceExport

@Suite struct ExportPacingTests {
  /// As a transcript: outcome → decision.
  @Test func anAbsentCollectorIsTriedAgainAndThenGivenUp() {
    var pacing = ExportPacing()
    #expect(pacing.decide(.unavailable(after: nil)) == .retry(after: .seconds(1)))
    #expect(pacing.decide(.unavailable(after: nil)) == .retry(after: .seconds(2)))
    #expect(pacing.decide(.unavailable(after: .seconds(60))) == .retry(after: .seconds(60)))
    #expect(pacing.decide(.unavailable(after: .seconds(1))) == .retry(after: .seconds(8)))
    #expect(pacing.decide(.unavailable(after: nil)) == .giveUp(.unreachable))
    #expect(pacing == ExportPacing())
  }

  @Test func aRefusalIsNotRepeated() {
    var pacing = ExportPacing()
    #expect(pacing.decide(.refused) == .giveUp(.refused))
  }

  @Test func aDeliveryEndsIt() {
    var pacing = ExportPacing()
    _ = pacing.decide(.unavailable(after: nil))
    #expect(pacing.decide(.delivered(rejected: 3)) == .done)
    #expect(pacing == ExportPacing())
  }

  @Test(
    arguments: [
      (200, nil, ExportOutcome.delivered(rejected: 2)), (202, nil, .delivered(rejected: 2)),
      (400, nil, .refused),
      (401, nil, .refused), (404, nil, .refused), (413, nil, .refused), (500, nil, .refused),
      (301, nil, .refused),
      (429, "7", .unavailable(after: .seconds(7))), (503, "99999", .unavailable(after: .seconds(300))),
      (502, "Wed, 21 Oct 2015 07:28:00 GMT", .unavailable(after: nil)), (504, nil, .unavailable(after: nil)),
      (503, "-5", .unavailable(after: .zero)),
    ] as [(Int, String?, ExportOutcome)])
  func answersAreReadAsTheSpecificationHasThem(status: Int, retryAfter: String?, outcome: ExportOutcome) {
    #expect(ExportOutcome(status: status, retryAfter: retryAfter, rejected: 2) == outcome)
  }

  @Test(arguments: [
    ("", 0), ("{}", 0), ("nonsense", 0), (#"{"partialSuccess":{"rejectedSpans":"3"}}"#, 3),
    (#"{"partialSuccess":{"rejectedSpans":4,"errorMessage":"x"}}"#, 4), (#"{"partialSuccess":{}}"#, 0),
  ]) func rejectedSpansAreRead(answer: String, count: Int) {
    #expect(OTLPClient.rejectedSpans(in: Array(answer.utf8)) == count)
  }
}
