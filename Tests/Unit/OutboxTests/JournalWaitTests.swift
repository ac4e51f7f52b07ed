import Testing

@testable import Outbox

@Suite struct JournalWaitTests {
  @Test func pausesGrowWhileNothingIsConfirmedAndBeginAnewAfterwards() {
    let wait = JournalWait()
    #expect(!wait.isHeldUp && wait.pause == JournalWait.firstPause)
    let pauses = (0..<8).map { _ in
      wait.holdUp()
      return wait.pause
    }
    #expect(pauses == [1, 2, 4, 8, 16, 30, 30, 30].map { .seconds($0) })
    #expect(wait.isHeldUp)
    wait.release()
    #expect(!wait.isHeldUp && wait.pause == JournalWait.firstPause)
  }
}
