import Foundation
import JSON
import TestSupport
import Testing

@testable import Postgres

@Suite struct TextFormTests {
  private func decode<T: SQLDecodable>(_ text: String, as type: T.Type = T.self) -> T? {
    T.decodeSQL(Array("…\(text)…".utf8)[3..<3 + text.utf8.count])
  }

  private func roundTrip<T: SQLDecodable & SQLBindable>(_ value: T) -> T? {
    value.sqlParameter.text.flatMap { decode($0) }
  }

  @Test(arguments: [
    ("2024-02-29 13:14:15.123456+00", 1_709_212_455.123456), ("1970-01-01 00:00:00+00", 0),
    ("1969-12-31 23:59:59.5+00", -0.5), ("2024-01-01 01:30:00+01:30", 1_704_067_200),
    ("2024-01-01 00:00:00-08", 1_704_096_000), ("2024-01-01", 1_704_067_200),
    ("2024-01-01 00:00:00", 1_704_067_200), ("0001-01-01 00:00:00+00", -62_135_596_800),
    ("0001-12-31 00:00:00+00 BC", -62_135_683_200), ("12345-01-01 00:00:00+00", 327_403_382_400),
  ])
  func timestampsAreRead(text: String, seconds: Double) {
    #expect(decode(text, as: Date.self)?.timeIntervalSince1970 == seconds)
  }

  @Test(arguments: [
    "", "2024", "2024-13-01", "2024-01-01 25", "2024-01-01 00:00:00+", "now", "2024-01-01 00:00:00.+00",
    "2024-01-01 00:00:00+00 XX", "2024-01-01x",
  ])
  func otherTextsAreNoTimestamps(text: String) { #expect(decode(text, as: Date.self) == nil) }

  @Test func infinities() {
    #expect(decode("infinity", as: Date.self) == .distantFuture)
    #expect(decode("-infinity", as: Date.self) == .distantPast)
    #expect(Date(timeIntervalSinceReferenceDate: .infinity).sqlParameter.text == "infinity")
  }

  @Test func timestampsAreWrittenToTheMicrosecond() {
    let date = Date(timeIntervalSince1970: 1_709_212_455.123456)
    #expect(date.sqlParameter.text == "2024-02-29 13:14:15.123456+00")
    #expect(Date(timeIntervalSince1970: -62_135_683_200).sqlParameter.text == "0001-12-31 00:00:00+00 BC")
  }

  @Test func anyDayAndMicrosecondSurvives() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<5_000 {
      let microseconds = Int64.random(in: -1_800_000_000_000_000...1_800_000_000_000_000, using: &generator)
      let date = Date(timeIntervalSinceReferenceDate: Double(microseconds) / 1_000_000)
      #expect(roundTrip(date) == date)
      let day = Int64.random(in: -1_000_000...3_000_000, using: &generator)
      #expect(CivilDate(daysSince1970: day).daysSince1970 == day)
    }
  }

  @Test func anyStringsSurviveInArrays() {
    var generator = SeededGenerator(seed: 2)
    let characters = Array("ab\"\\,{} \n\tNULLéß😀'$")
    for _ in 0..<2_000 {
      let array = (0..<Int.random(in: 0...6, using: &generator)).map { _ -> String? in
        if Int.random(in: 0..<5, using: &generator) == 0 { return nil }
        return String(
          (0..<Int.random(in: 0...6, using: &generator)).compactMap { _ in
            characters.randomElement(using: &generator)
          })
      }
      #expect(roundTrip(array) == array)
    }
  }

  @Test(arguments: ["", "{", "{a", "{a,}", "{,a}", "{\"a}", "{{a},{b}}", "{a}x", "{\"a\\", "a", "{a\"b\"}"])
  func otherTextsAreNoArrays(text: String) { #expect(decode(text, as: [String?].self) == nil) }

  @Test func arraysAsTheServerWritesThem() {
    #expect(decode("{}", as: [Int].self) == [])
    #expect(decode("{1,2,-3}", as: [Int].self) == [1, 2, -3])
    #expect(decode("[0:1]={7,8}", as: [Int].self) == [7, 8])
    #expect(decode("{t,f,NULL}", as: [Bool?].self) == [true, false, nil])
    #expect(decode("{1,NULL}", as: [Int].self) == nil)
    #expect(decode("{\"NULL\",NULL,null}", as: [String?].self) == ["NULL", nil, "null"])
  }

  @Test func integersHaveTheirBounds() {
    #expect(decode("9223372036854775807", as: Int64.self) == .max)
    #expect(decode("-9223372036854775808", as: Int64.self) == .min)
    #expect(decode("9223372036854775808", as: Int64.self) == nil)
    #expect(decode("-9223372036854775809", as: Int64.self) == nil)
    #expect(decode("2147483648", as: Int32.self) == nil)
    for text in ["", "-", "1.5", "+1", " 1", "1e3", "٣"] { #expect(decode(text, as: Int.self) == nil) }
  }

  @Test func doublesSurvive() {
    for value in [0, -0.0, 1.5, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity, -.infinity, 0.1]
    {
      #expect(roundTrip(value) == value)
    }
    #expect(roundTrip(Double.nan)?.isNaN == true)
  }

  @Test func bytesAndIdentifiersSurvive() {
    let bytes = (0...255).map(UInt8.init)
    #expect(roundTrip(bytes) == bytes)
    #expect(roundTrip([UInt8]()) == [])
    #expect(decode("\\x0", as: [UInt8].self) == nil)
    #expect(decode("\\xzz", as: [UInt8].self) == nil)
    for _ in 0..<100 {
      let uuid = UUID()
      #expect(roundTrip(uuid) == uuid)
      #expect(uuid.sqlParameter.text == uuid.uuidString.lowercased())
    }
    #expect(decode("00000000-0000-0000-0000-00000000000g", as: UUID.self) == nil)
    #expect(decode("00000000000000000000000000000000", as: UUID.self) == nil)
  }

  @Test func documentsSurvive() {
    let document: JSONValue = ["a": [1, nil, "x\"\\\u{1F600}", ["c": 1.5]]]
    #expect(roundTrip(document) == document)
    #expect(decode("{nonsense", as: JSONValue.self) == nil)
    #expect(roundTrip([document, .null]) == [document, .null])
  }

  @Test func nullIsOnlyOptional() {
    #expect(Int.decodeSQL(nil) == nil)
    #expect(Int?.decodeSQL(nil) == .some(.none))
    #expect([Int].decodeSQL(nil) == nil)
  }

  @Test func literals() {
    #expect(LiteralText.quoted("it's") == "'it''s'")
    #expect(LiteralText.quoted("a\\'b") == "E'a\\\\''b'")
  }
}
