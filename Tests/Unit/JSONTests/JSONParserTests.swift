import Foundation
import JSON
import TestSupport
import Testing

@Suite struct JSONParserTests {
  @Test func membersKeepTheirOrderAndTheLastOfANameCounts() throws {
    let value = try JSONValue(parsing: #" { "z" : 1 , "a" : { "y": [ ] , "b": { } } , "z" : 2 } "#)
    #expect(value.encodedString == #"{"z":2,"a":{"y":[],"b":{}}}"#)
  }

  static let numbers: [(text: String, value: JSONValue)] = [
    ("0", .int(0)), ("-0", .int(0)), ("-9223372036854775808", .int(.min)), ("1.0", .double(1)),
    ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("1e2", .double(100)),
    ("-1.5E-3", .double(-0.0015)),
  ]

  @Test(arguments: numbers)
  func numbersAreIntegersWhereTheyFit(text: String, value: JSONValue) throws {
    #expect(try JSONValue(parsing: text) == value)
  }

  static let strings: [(text: String, value: String)] = [
    (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{c}\n\r\t"), (#""\u00e9\uD83D\uDE00x""#, "é😀x"), ("\"é😀\"", "é😀"),
    (#""\u0000""#, "\0"), (#""""#, ""),
  ]

  @Test(arguments: strings)
  func escapesAreResolved(text: String, value: String) throws {
    #expect(try JSONValue(parsing: text) == .string(value))
  }

  @Test(arguments: [
    "", " ", "nul", "nulls", "tru", "True", "'a'", "[1,]", "[,1]", "[1 2]", "[", "]", "{", "{}}", #"{"a"}"#,
    #"{"a":}"#,
    #"{"a":1,}"#, "{a:1}", #"{"a" 1}"#, "{1:1}", "01", "-", "+1", "1.", ".5", "1e", "1e+", "1e999", "0x1",
    "NaN",
    "\"a", "\"\\", #""\x""#, #""\u12""#, #""\u123g""#, #""\uD83D""#, #""\uD83Dx""#, #""\uD83D\u0041""#,
    #""\uDE00""#,
    "\"a\nb\"", "\"\u{1}\"", "1 1", "[1]x", "/* */ 1", "\u{FEFF}1",
  ])
  func everythingElseIsRefused(text: String) {
    #expect(throws: DecodingError.self) { try JSONValue(parsing: text) }
  }

  @Test(arguments: [
    [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0x5C, 0x6E, 0xED, 0xA0, 0x80, 0x22], [0x80],
  ])
  func textHasToBeUTF8(bytes: [UInt8]) {
    #expect(throws: DecodingError.self) { try JSONValue(parsing: bytes) }
  }

  @Test func nestingIsExact() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try JSONValue(parsing: nested(512))
    #expect(throws: DecodingError.self) { try JSONValue(parsing: nested(513)) }
  }

  /// Both parsers accept the same texts, but for the numbers and encodings that Foundation's is generous with.
  @Test func agreesWithFoundationOnDamagedTexts() throws {
    var random = SeededGenerator(seed: 7)
    let whole = Array(#"{"a":[1,-2.5e3,true,null,"x\n\u00e9"],"b":{"c":{}}}"#.utf8)
    let alphabet = Array(#"{}[]",:\0179-.eEtfnu "#.utf8)
    for _ in 0..<5_000 {
      var bytes = whole
      for _ in 0...Int.random(in: 0...2, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        if Bool.random(using: &random) {
          bytes.remove(at: index)
        } else {
          bytes[index] = alphabet.randomElement(using: &random) ?? 0
        }
      }
      let own = try? JSONValue(parsing: bytes)
      let other = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))
      #expect((own == nil) == (other == nil), "\(String(decoding: bytes, as: UTF8.self))")
    }
  }
}
