import Contracts
import Foundation
import JSON
import Testing

/// Every message is pinned by a file: a change of its JSON is a change of the contract.
@Suite struct GoldenMessageTests {
  /// Writes the files anew, for a change that was decided: `NUCLEUS_TEST_PIN=1 swift test --filter pinAnew`.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["NUCLEUS_TEST_PIN"] != nil))
  func pinAnew() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    for golden in GoldenMessage.all {
      let text = String(decoding: try golden.encoded(), as: UTF8.self) + "\n"
      try text.write(to: folder.appending(path: golden.name + ".json"), atomically: true, encoding: .utf8)
    }
  }

  @Test(arguments: GoldenMessage.all)
  func encodesAsPinned(_ golden: GoldenMessage) throws {
    #expect(String(decoding: try golden.encoded(), as: UTF8.self) == (try golden.pinned()))
  }

  @Test(arguments: GoldenMessage.all)
  func readsWhatItWrote(_ golden: GoldenMessage) throws {
    let pinned = [UInt8](try golden.pinned().utf8)
    #expect(try golden.reencoded(pinned) == pinned)
  }

  /// A newer sender may add fields (B9).
  @Test(arguments: GoldenMessage.all.filter(\.isObject))
  func ignoresUnknownFields(_ golden: GoldenMessage) throws {
    let pinned = try golden.pinned()
    let extended = #"{"aFieldOfTomorrow":{"x":[1]},"# + pinned.dropFirst()
    #expect(try golden.reencoded([UInt8](extended.utf8)) == [UInt8](pinned.utf8))
  }

  @Test func everyTypeIsPinned() {
    let pinned = Set(GoldenMessage.all.map(\.type))
    #expect(Set(MessageType.allCases).subtracting(pinned).isEmpty)
  }

  @Test func namesCarryTheirVersion() {
    for type in MessageType.allCases {
      #expect(type.rawValue.wholeMatch(of: /[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*\.v[0-9]+/) != nil)
    }
  }
}
