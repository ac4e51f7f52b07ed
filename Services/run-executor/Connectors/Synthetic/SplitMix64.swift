/// A small deterministic generator (Steele, Lea and Flood, 2014): the same seed gives the same numbers on every
/// machine and in every release.
struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Folds several words into one seed, so that neighbours give unrelated sequences.
  init(mixing words: UInt64...) {
    var generator = SplitMix64(seed: 0)
    for word in words {
      generator.state ^= word
      generator.state = generator.next()
    }
    self = generator
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number in 0..<1 with 53 random bits.
  mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number in 0..<bound; the slight bias of a remainder does not matter for made-up data.
  mutating func next(below bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }
}
