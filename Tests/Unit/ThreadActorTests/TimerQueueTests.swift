import TestSupport
import Testing

@testable import ThreadActor

@Suite("The timers of a thread")
struct TimerQueueTests {
  @Test("come due by time, then by scheduling, without the removed ones", arguments: 1...50)
  func order(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var queue = TimerQueue()
    var expected: [(time: Int, number: Int)] = []
    var fired: [Int] = []
    let start = ContinuousClock.now
    let collector = Collector()
    for number in 0..<200 {
      let time = Int.random(in: 0..<20, using: &random)
      let timer = queue.add(at: start + .milliseconds(time)) { collector.numbers.append(number) }
      if Int.random(in: 0..<4, using: &random) == 0 {
        queue.remove(timer)
        queue.remove(timer)
      } else {
        expected.append((time, number))
      }
    }
    for now in 0..<20 {
      while let fire = queue.popDue(at: start + .milliseconds(now)) { fire() }
      fired = collector.numbers
      #expect(fired.count == expected.count { $0.time <= now })
    }
    #expect(fired == expected.sorted { ($0.time, $0.number) < ($1.time, $1.number) }.map(\.number))
    #expect(queue.millisecondsToNext == -1)
  }

  @Test("round the wait up, so that poll does not wake early")
  func rounding() {
    var queue = TimerQueue()
    let deadline = ContinuousClock.now + .microseconds(60_000_500)
    _ = queue.add(at: deadline) {}
    let wait = queue.millisecondsToNext
    #expect(.milliseconds(wait) >= deadline - .now)
    #expect(wait <= 60_001)
    _ = queue.add(at: .now - .seconds(1)) {}
    #expect(queue.millisecondsToNext == 0)
  }

  private final class Collector {
    var numbers: [Int] = []
  }
}
