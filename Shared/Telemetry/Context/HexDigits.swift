/// Numbers as lower-case hexadecimal digits of fixed length, as W3C Trace Context writes ids.
enum HexDigits {
  static func text(of numbers: [UInt64]) -> String {
    String(unsafeUninitializedCapacity: numbers.count * 16) { buffer in
      var index = 0
      for number in numbers { append(number, to: buffer, &index) }
      return index
    }
  }

  private static func append(
    _ number: UInt64, to buffer: UnsafeMutableBufferPointer<UInt8>, _ index: inout Int
  ) {
    for shift in stride(from: 60, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: number >> UInt64(shift)) & 0xF
      buffer[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
      index += 1
    }
  }

  /// - Returns: nil for anything but lower-case digits.
  static func number(_ digits: some Collection<UInt8>) -> UInt64? {
    var number: UInt64 = 0
    for digit in digits {
      let value: UInt8
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
      default: return nil
      }
      number = number << 4 | UInt64(value)
    }
    return number
  }
}
