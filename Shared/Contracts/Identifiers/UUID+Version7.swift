import Foundation
import Synchronization

extension UUID {
  /// A version 7 UUID (RFC 9562, 5.7): 48 bits of Unix milliseconds, then a counter and random bits, so that
  /// ids made by one process sort by creation and ids of several processes sort by millisecond.
  public static func v7() -> UUID { version7.withLock { $0.next(at: Date()) } }

  /// The lowest version 7 UUID of a millisecond: a bound for ids made before or after it.
  public static func firstVersion7(at date: Date) -> UUID {
    let milliseconds = UInt64(max(0, min(date.timeIntervalSince1970 * 1_000, 0xFFFF_FFFF_FFFF)))
    func byte(_ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: milliseconds >> shift) }
    return UUID(
      uuid: (
        byte(40), byte(32), byte(24), byte(16), byte(8), byte(0), 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0
      ))
  }

  /// The form used everywhere in messages, rows and the API.
  public var lowercased: String { uuidString.lowercased() }
}

private let version7 = Mutex(Version7Generator())

/// Makes version 7 UUIDs that never go back, also when the clock does.
struct Version7Generator {
  private var lastMilliseconds: UInt64 = 0
  private var counter: UInt16 = 0

  mutating func next(at now: Date) -> UUID {
    let milliseconds = UInt64(max(0, now.timeIntervalSince1970 * 1_000))
    if milliseconds > lastMilliseconds {
      lastMilliseconds = milliseconds
      // Half of the counter's range is kept free for the ids of the same millisecond.
      counter = UInt16.random(in: 0..<0x800)
    } else {
      counter += 1
      if counter > 0xFFF {
        lastMilliseconds += 1
        counter = 0
      }
    }
    let time = lastMilliseconds
    let random = UInt64.random(in: .min ... .max)
    func byte(_ value: UInt64, _ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: value >> shift) }
    return UUID(
      uuid: (
        byte(time, 40), byte(time, 32), byte(time, 24), byte(time, 16), byte(time, 8), byte(time, 0),
        0x70 | UInt8(counter >> 8), UInt8(truncatingIfNeeded: counter),
        0x80 | (byte(random, 56) & 0x3F), byte(random, 48), byte(random, 40), byte(random, 32),
        byte(random, 24), byte(random, 16), byte(random, 8), byte(random, 0)
      ))
  }
}
