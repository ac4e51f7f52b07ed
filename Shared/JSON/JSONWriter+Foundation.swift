import Foundation

extension JSONWriter {
  /// A string with the usual form in lower case.
  public mutating func write(_ identifier: UUID) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 38) { text in
      text.initialize(repeating: UInt8(ascii: "\""))
      var position = 1
      withUnsafeBytes(of: identifier.uuid) { bytes in
        for index in 0..<16 {
          if index == 4 || index == 6 || index == 8 || index == 10 {
            text[position] = UInt8(ascii: "-")
            position += 1
          }
          text[position] = Self.hexDigit(bytes[index] >> 4)
          text[position + 1] = Self.hexDigit(bytes[index] & 15)
          position += 2
        }
      }
      write(encoded: UnsafeBufferPointer(text))
    }
  }

  /// A string with the time in RFC 3339: UTC, milliseconds, such as `2026-01-31T08:00:00.000Z`. Fractions of a
  /// millisecond are cut off. Years outside of 0 to 9999, which the form cannot hold, are written as null.
  public mutating func write(_ time: Date) {
    // Counted from 2001, as a Date counts, because each conversion may round a millisecond away.
    let reference = time.timeIntervalSinceReferenceDate
    guard let seconds = Int64(exactly: reference.rounded(.down)), seconds.magnitude < 1 << 40 else {
      return writeNull()
    }
    let milliseconds = Int64((reference - reference.rounded(.down)) * 1_000)
    let (days, secondOfDay) = (seconds + 978_307_200).floored(by: 86_400)
    let rest = secondOfDay * 1_000 + milliseconds
    let date = CivilDate(daysSince1970: days)
    guard (0...9_999).contains(date.year) else { return writeNull() }
    write(byte: UInt8(ascii: "\""))
    write(date.year, digits: 4)
    write(byte: UInt8(ascii: "-"))
    write(date.month, digits: 2)
    write(byte: UInt8(ascii: "-"))
    write(date.day, digits: 2)
    write(byte: UInt8(ascii: "T"))
    write(rest / 3_600_000, digits: 2)
    write(byte: UInt8(ascii: ":"))
    write(rest / 60_000 % 60, digits: 2)
    write(byte: UInt8(ascii: ":"))
    write(rest / 1_000 % 60, digits: 2)
    write(byte: UInt8(ascii: "."))
    write(rest % 1_000, digits: 3)
    write(byte: UInt8(ascii: "Z"))
    write(byte: UInt8(ascii: "\""))
  }

  private mutating func write(_ number: Int64, digits: Int) {
    var divisor: Int64 = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      write(byte: UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}
