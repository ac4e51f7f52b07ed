import Contracts
import Foundation
import Testing

@Suite struct UUIDVersion7Tests {
  @Test func carriesVersionAndVariant() {
    for _ in 0..<1_000 {
      let id = UUID.v7()
      #expect(id.uuid.6 >> 4 == 7)
      #expect(id.uuid.8 >> 6 == 0b10)
    }
  }

  @Test func sortsByCreationAndNeverRepeats() {
    let ids = (0..<20_000).map { _ in UUID.v7().uuidString }
    #expect(ids == ids.sorted())
    #expect(Set(ids).count == ids.count)
  }

  @Test func carriesTheTime() {
    let before = UInt64(Date().timeIntervalSince1970 * 1_000)
    let digits = UUID.v7().uuidString.replacing("-", with: "").prefix(12)
    let milliseconds = UInt64(digits, radix: 16) ?? 0
    // The counter may run ahead of the clock when very many are made at once.
    #expect(milliseconds >= before && milliseconds < before + 60_000)
  }
}
