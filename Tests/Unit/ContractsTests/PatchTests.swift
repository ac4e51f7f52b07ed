import Contracts
import Foundation
import Testing

@Suite struct PatchTests {
  @Test func tellsLeftOutFromNull() throws {
    var update = UpdateEndpoint(endpointID: UUID.v7(), requestedBy: "x")
    update.description = .cleared
    update.name = .set("n")
    let bytes = try MessageCodec.encode(update)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains(#""description":null"#))
    #expect(!text.contains("labels"))
    #expect(try MessageCodec.decode(UpdateEndpoint.self, from: bytes) == update)
  }

  @Test func applies() {
    #expect(Patch<Int>.unchanged.applied(to: 1) == 1)
    #expect(Patch<Int>.cleared.applied(to: 1) == nil)
    #expect(Patch.set(2).applied(to: 1) == 2)
    #expect(!Patch<Int>.unchanged.isChange && Patch<Int>.cleared.isChange)
  }
}
