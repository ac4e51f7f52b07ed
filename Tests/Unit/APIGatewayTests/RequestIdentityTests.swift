import Contracts
import Crypto
import JSON
import Testing

@testable import APIGateway

@Suite struct RequestIdentityTests {
  @Test func digestsWhatIsAskedForAndByWhom() throws {
    let key = SymmetricKey(data: Array("one".utf8))
    let first = try RequestDigest.make(
      field: "f", arguments: ["a": 1, "b": ["x": nil, "y": 2]], key: key)
    let reordered = try RequestDigest.make(
      field: "f", arguments: ["b": ["y": 2, "x": nil], "a": 1], key: key)
    #expect(first == reordered)
    #expect(first.count == 64)
    #expect(
      try RequestDigest.make(field: "g", arguments: ["a": 1, "b": ["x": nil, "y": 2]], key: key) != first)
    #expect(
      try RequestDigest.make(field: "f", arguments: ["a": 2, "b": ["x": nil, "y": 2]], key: key) != first)
    #expect(
      try RequestDigest.make(
        field: "f", arguments: ["a": 1, "b": ["x": nil, "y": 2]], key: SymmetricKey(data: Array("two".utf8)))
        != first)
  }

  @Test(arguments: ["", "ключ", "a\nb", "\u{7F}", String(repeating: "a", count: 201)])
  func refusesStrangeKeys(text: String) {
    #expect(refusedField { try IdempotencyKey(text) } == "Idempotency-Key")
  }

  @Test func takesPrintableKeys() throws {
    #expect(try IdempotencyKey("a-1 ~").text == "a-1 ~")
  }
}
