import Contracts
import JSON
import Testing

@testable import APIGateway

@Suite struct RequestIdentityTests {
  @Test func digestsWhatIsAskedForAndByWhom() throws {
    let token = BearerToken("one")
    let first = try RequestDigest.make(
      field: "f", arguments: ["a": 1, "b": ["x": nil, "y": 2]], token: token)
    let reordered = try RequestDigest.make(
      field: "f", arguments: ["b": ["y": 2, "x": nil], "a": 1], token: token)
    #expect(first == reordered)
    #expect(first.count == 64)
    #expect(
      try RequestDigest.make(field: "g", arguments: ["a": 1, "b": ["x": nil, "y": 2]], token: token) != first)
    #expect(
      try RequestDigest.make(field: "f", arguments: ["a": 2, "b": ["x": nil, "y": 2]], token: token) != first)
    #expect(
      try RequestDigest.make(
        field: "f", arguments: ["a": 1, "b": ["x": nil, "y": 2]], token: BearerToken("two")) != first)
  }

  @Test(arguments: ["", "ключ", "a\nb", "\u{7F}", String(repeating: "a", count: 201)])
  func refusesStrangeKeys(text: String) {
    #expect(refusedField { try IdempotencyKey(text) } == "Idempotency-Key")
  }

  @Test func takesPrintableKeys() throws {
    #expect(try IdempotencyKey("a-1 ~").text == "a-1 ~")
  }
}
