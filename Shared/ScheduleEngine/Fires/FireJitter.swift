import Foundation

/// How long after its planned time a fire is carried out, so that schedules of one pattern do not all start at once.
///
/// The planned time stays what it is: a run's `scheduledFor` is without jitter. The offset follows from the schedule's
/// id and the planned time alone, so every process and every replay finds the same one: the 64-bit FNV-1a hash of the
/// id's 16 bytes and the planned time in microseconds since 1970 (8 bytes, most significant first), stirred by the
/// last step of SplitMix64 (FNV leaves neighbours close together), and scaled to the width.
public struct FireJitter: Sendable, Hashable {
  /// The offsets lie from 0 to less than this.
  public let seconds: Int

  /// - Parameter seconds: 0 or less for none.
  public init(seconds: Int) { self.seconds = max(0, seconds) }

  /// The offset of one fire in milliseconds, from 0 to less than ``seconds`` × 1,000.
  public func milliseconds(of scheduleID: UUID, plannedAt planned: Date) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func take(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    withUnsafeBytes(of: scheduleID.uuid) { $0.forEach(take) }
    withUnsafeBytes(of: Int64(Timeline.microseconds(planned)).bigEndian) { $0.forEach(take) }
    hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
    hash ^= hash >> 31
    let (width, overflows) = UInt64(seconds).multipliedReportingOverflow(by: 1_000)
    return Int(hash.multipliedFullWidth(by: overflows ? UInt64(Int.max) : width).high)
  }

  /// When a fire is carried out.
  public func dueTime(of scheduleID: UUID, plannedAt planned: Date) -> Date {
    planned.addingTimeInterval(Double(milliseconds(of: scheduleID, plannedAt: planned)) / 1_000)
  }
}
