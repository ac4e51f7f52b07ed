import Testing

@testable import Connectors

@Suite struct SplitMix64Tests {
  /// The published sequence of the seed 1234567.
  @Test func matchesThePublishedSequence() {
    var random = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in random.next() } == expected)
  }

  @Test func unitsLieInTheirRangeAndSpread() {
    var random = SplitMix64(seed: 7)
    let units = (0..<10_000).map { _ in random.nextUnit() }
    #expect(units.allSatisfy { (0..<1).contains($0) })
    #expect(abs(units.reduce(0, +) / 10_000 - 0.5) < 0.02)
  }

  @Test func neighbouringWordsGiveOtherSequences() {
    var seen: Set<UInt64> = []
    for first in UInt64(0)..<50 {
      for second in UInt64(0)..<50 {
        var random = SplitMix64(mixing: first, second)
        seen.insert(random.next())
      }
    }
    #expect(seen.count == 2_500)
  }
}
