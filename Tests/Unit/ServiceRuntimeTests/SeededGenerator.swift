/// Random values that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 32)
  }

  /// Text with everything a text format may stumble over.
  mutating func text(upTo length: Int) -> String {
    let scalars = Array("abZ019_:.-{}=,\"\\\n\r\t #é€".unicodeScalars)
    let count = Int.random(in: 0...length, using: &self)
    return String(
      String.UnicodeScalarView((0..<count).compactMap { _ in scalars.randomElement(using: &self) }))
  }
}
