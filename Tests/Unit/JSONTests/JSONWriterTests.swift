import Foundation
import JSON
import TestSupport
import Testing

@Suite struct JSONWriterTests {
  private func text(_ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func integersAreWrittenAsTheyAre() {
    for number: Int64 in [0, 7, -7, 10, 99, -100, 1_234_567_890, .max, .min] {
      #expect(text { $0.write(number) } == String(number))
    }
  }

  @Test func identifiersHaveTheirUsualForm() {
    for _ in 0..<100 {
      let identifier = UUID()
      #expect(text { $0.write(identifier) } == "\"\(identifier.uuidString.lowercased())\"")
    }
  }

  @Test func timesAreThoseOfFoundation() {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    var random = SeededGenerator(seed: 1)
    // From the year 1600, before which Foundation counts in another calendar, to 9999.
    for round in 0..<20_000 {
      let microseconds = Int64.random(in: -11_676_096_000_000_000...253_402_300_799_000_000, using: &random)
      let unit = round.isMultiple(of: 2) ? 1_000_000.0 : 1_000
      let time = Date(timeIntervalSince1970: Double(microseconds / (unit == 1_000 ? 1_000 : 1)) / unit)
      #expect(text { $0.write(time) } == "\"\(time.formatted(style))\"")
    }
  }

  static let days: [(seconds: Double, text: String)] = [
    (0, "1970-01-01T00:00:00.000Z"), (-0.5, "1969-12-31T23:59:59.500Z"),
    (951_782_400, "2000-02-29T00:00:00.000Z"),
    (4_107_542_400, "2100-03-01T00:00:00.000Z"), (253_402_300_799, "9999-12-31T23:59:59.000Z"),
  ]

  @Test(arguments: days)
  func theCalendarIsRight(seconds: Double, text expected: String) {
    #expect(text { $0.write(Date(timeIntervalSince1970: seconds)) } == "\"\(expected)\"")
  }

  @Test func timesThatTheFormCannotHoldAreNull() {
    for time in [
      Date.distantFuture.addingTimeInterval(1e12), Date(timeIntervalSince1970: .infinity),
      .init(timeIntervalSince1970: -1e12),
    ] {
      #expect(text { $0.write(time) } == "null")
    }
  }

  @Test func whatWasTruncatedIsGone() {
    #expect(
      text { writer in
        writer.write("kept")
        let count = writer.count
        writer.write("gone")
        writer.truncate(to: count)
      } == #""kept""#)
  }
}
