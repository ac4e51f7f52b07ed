import Foundation
import JSON
import TestSupport
import Testing

@Suite struct JSONValueTests {
  @Test func keepsTheOrderOfMembers() {
    let value: JSONValue = ["z": 1, "a": [true, nil, 2.5], "m": "x"]
    #expect(value.encodedString == #"{"z":1,"a":[true,null,2.5],"m":"x"}"#)
  }

  @Test func escapesWhatJSONCannotHold() throws {
    let text = "\"\\\n\r\t\u{1}\u{7f}é😀"
    let encoded = JSONValue.string(text).encodedString
    #expect(encoded == "\"\\\"\\\\\\n\\r\\t\\u0001\u{7f}é😀\"")
    #expect(try JSONValue(parsing: encoded) == .string(text))
  }

  @Test func refusesDepthThatCouldOverflowTheStack() {
    for opening in ["[", #"{"a":"#] {
      #expect(throws: DecodingError.self) {
        try JSONValue(parsing: String(repeating: opening, count: 100_000))
      }
    }
  }

  @Test func hasNoInfinities() {
    #expect(JSONValue.double(.infinity).encodedString == "null")
    #expect(JSONValue.double(.nan).encodedString == "null")
  }

  @Test func tellsIntegersFromDoubles() throws {
    #expect(try JSONValue(parsing: "9223372036854775807") == .int(.max))
    #expect(try JSONValue(parsing: "1.5") == .double(1.5))
    #expect(JSONValue.double(3).intValue == 3)
    #expect(JSONValue.double(3.5).intValue == nil)
  }

  @Test(arguments: 0..<200)
  func survivesTheWayThereAndBack(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let value = Self.random(depth: 5, using: &generator)
    let back = try JSONValue(parsing: value.encodedBytes)
    #expect(Self.sorted(back) == Self.sorted(value))
  }

  private static func random(depth: Int, using generator: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2: return .int(.random(in: .min ... .max, using: &generator))
    case 3: return .double(Double(Int.random(in: -1_000...1_000, using: &generator)) + 0.5)
    case 4:
      return .string(String((0..<8).compactMap { _ in "aé\"\\\n😀z\u{2}".randomElement(using: &generator) }))
    case 5: return .array((0..<3).map { _ in random(depth: depth - 1, using: &generator) })
    default:
      return .object(
        JSONObject(
          (0..<3).map { ("key\($0)", random(depth: depth - 1, using: &generator)) },
          uniquingKeysWith: { first, _ in first }))
    }
  }

  /// Foundation's parser forgets the order of members.
  private static func sorted(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): .array(elements.map(sorted))
    case .object(let members):
      .object(
        JSONObject(
          members.map { ($0.key, sorted($0.value)) }.sorted { $0.0 < $1.0 },
          uniquingKeysWith: { first, _ in first }))
    default: value
    }
  }
}
