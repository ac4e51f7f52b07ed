import Storage
import Testing

@testable import Scheduler

/// What costs the connection each time it comes is passed over, and nothing else is.
@Suite struct JournalObstacleTests {
  private let place = JournalPlace(generation: 1, offset: 7)

  private func obstacle(after ends: JournalSession.End...) -> JournalObstacle {
    ends.reduce(into: JournalObstacle()) { $0.note($1, at: place) }
  }

  @Test func oneMessageIsPassedOverAfterThreeLossesAndOneMoreAfterEachOther() {
    #expect(obstacle(after: .cutOff, .cutOff).passing(at: place) == 0)
    #expect(obstacle(after: .cutOff, .cutOff, .cutOff).passing(at: place) == 1)
    #expect(obstacle(after: .cutOff, .cutOff, .cutOff, .cutOff).passing(at: place) == 2)
  }

  @Test(arguments: [JournalSession.End.interrupted, .positionLost, .newStream])
  func anyOtherEndBeginsTheCountAnew(_ end: JournalSession.End) {
    #expect(obstacle(after: .cutOff, .cutOff, .cutOff, end).passing(at: place) == 0)
    #expect(obstacle(after: .cutOff, .cutOff, end, .cutOff).passing(at: place) == 0)
  }

  @Test func lossesElsewhereDoNotCount() {
    var obstacle = obstacle(after: .cutOff, .cutOff, .cutOff)
    let other = JournalPlace(generation: 1, offset: 8)
    #expect(obstacle.passing(at: other) == 0)
    obstacle.note(.cutOff, at: other)
    #expect(obstacle.passing(at: other) == 0 && obstacle.passing(at: place) == 0)
  }
}
