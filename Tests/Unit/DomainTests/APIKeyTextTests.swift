import Domain
import Foundation
import TestSupport
import Testing

@Suite struct APIKeyTextTests {
  private static let id = UUID(uuidString: "01900000-0000-7000-8000-00000000abcd") ?? UUID()

  @Test func holdsIDAndSecret() {
    let text = APIKeyText.make(id: Self.id, secret: [UInt8](repeating: 0xFB, count: 32))
    #expect(text == "nk_0190000000007000800000000000abcd_-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s")
    #expect(APIKeyText.id(in: text.utf8) == Self.id)
  }

  @Test func anySecretIsReadBack() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<500 {
      let secret = (0..<APIKeyText.secretBytes).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      let id = UUID()
      let text = APIKeyText.make(id: id, secret: secret)
      #expect(APIKeyText.id(in: text.utf8) == id)
      #expect(text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"+/=".utf8.contains($0) })
    }
  }

  @Test func isMaskedWhereverItTurnsUp() {
    let text = APIKeyText.make(id: Self.id, secret: [UInt8](repeating: 7, count: 32))
    #expect(!Redactor().redact("a header held \(text) and more").contains(text))
  }

  @Test(arguments: [
    "", "nk_", "admin-key-of-some-length", "nk_0190000000007000800000000000abcd",
    "nk_0190000000007000800000000000abcd_short", "xk_0190000000007000800000000000abcd_" + filler,
    "nk_0190000000007000800000000000abcg_" + filler, "nk_0190000000007000800000000000abcd-" + filler,
    "nk_0190000000007000800000000000abcd_" + filler + "x",
    "nk_" + String(repeating: "é", count: 16) + "_" + filler,
    "nk_" + String(repeating: "😀", count: 8) + "_" + filler,
  ])
  func readsNoIDFromWhatIsNoKey(text: String) {
    #expect(APIKeyText.id(in: text.utf8) == nil)
  }

  @Test func readsNoIDFromAnyBytes() {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<2_000 {
      let bytes = Array("nk_".utf8) + (0..<76).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      #expect(APIKeyText.id(in: bytes) == nil)
    }
  }
}

private let filler = String(repeating: "A", count: 43)
