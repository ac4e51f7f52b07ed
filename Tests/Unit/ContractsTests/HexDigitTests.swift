import Contracts
import TestSupport
import Testing

@Suite struct HexDigitTests {
  @Test(arguments: 0..<20) func readsWhatItWrites(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let bytes = (0..<seed).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    #expect([UInt8](hexDigits: bytes.hexDigits) == bytes)
    #expect([UInt8](hexDigits: bytes.hexDigits.uppercased()) == bytes)
  }

  @Test(arguments: ["0", "0g", "+1", "-1", " 1", "0x", "é", "12 3"]) func refusesAnythingElse(text: String) {
    #expect([UInt8](hexDigits: text) == nil)
  }
}
