import Foundation
import Testing

@testable import ScheduleEngine

@Suite struct FireJitterTests {
  private static let id = UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16))
  private static let planned = Date(timeIntervalSince1970: 1_750_000_000)

  /// Worked out apart from this code: the offsets must never change, since replays and other processes rely on them.
  @Test(arguments: [(60, 16_180), (1, 269), (86_400, 23_299_579)])
  func isTheDocumentedHash(seconds: Int, milliseconds: Int) {
    #expect(FireJitter(seconds: seconds).milliseconds(of: Self.id, plannedAt: Self.planned) == milliseconds)
  }

  @Test func noJitterIsNone() {
    for seconds in [0, -5] {
      #expect(FireJitter(seconds: seconds).dueTime(of: Self.id, plannedAt: Self.planned) == Self.planned)
    }
  }

  /// The offsets of one schedule's neighbouring fires, and of neighbouring schedules' one fire, fill the width evenly.
  @Test func spreadsEvenly() {
    let jitter = FireJitter(seconds: 100)
    for varies in [true, false] {
      var tenths = [Int](repeating: 0, count: 10)
      for number in 0..<5_000 {
        var id = Self.id.uuid
        if !varies { (id.14, id.15) = (UInt8(number >> 8), UInt8(number & 255)) }
        let planned = varies ? Self.planned.addingTimeInterval(Double(number) * 60) : Self.planned
        let offset = jitter.milliseconds(of: UUID(uuid: id), plannedAt: planned)
        #expect(0..<100_000 ~= offset)
        tenths[min(max(offset / 10_000, 0), 9)] += 1
      }
      // 500 each; five standard deviations are 106.
      #expect(tenths.allSatisfy { abs($0 - 500) < 106 }, "\(tenths)")
    }
  }

  @Test func isCarriedOutAfterItsTime() {
    let due = FireJitter(seconds: 60).dueTime(of: Self.id, plannedAt: Self.planned)
    #expect(due >= Self.planned)
    #expect(due < Self.planned.addingTimeInterval(60))
  }
}
