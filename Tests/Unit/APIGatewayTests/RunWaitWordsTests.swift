import Domain
import Foundation
import Testing

@testable import APIGateway

@Suite struct RunWaitWordsTests {
  private let first = UUID(uuidString: "01900000-0000-7000-8000-000000000001") ?? UUID()
  private let second = UUID(uuidString: "01900000-0000-7000-8000-000000000002") ?? UUID()

  private func words(_ change: (inout RunWait) -> Void) -> String {
    var wait = RunWait(
      runID: UUID(), isEndpointEnabled: true, openUntil: nil, active: 0, activeIDs: [], limit: 1, place: 1)
    change(&wait)
    return wait.words
  }

  @Test func theyNameWhatIsInTheWay() {
    #expect(words { _ in } == "an executor to take it")
    #expect(words { $0.place = 3 } == "it is number 3 in the queue of its endpoint")
    #expect(
      words {
        $0.active = 1
        $0.activeIDs = [first]
        $0.place = 2
      }
        == "the endpoint's limit of one run at a time, taken by \(first.uuidString); it is number 2 in the queue of its endpoint"
        .replacing(first.uuidString, with: first.uuidString.lowercased()))
    #expect(
      words {
        $0.limit = 7
        $0.active = 7
        $0.activeIDs = [first, second]
      }.hasPrefix(
        "the endpoint's limit of 7 runs at a time, taken by \(first.uuidString.lowercased()), \(second.uuidString.lowercased()) and 5 more; "
      ))
    #expect(
      words {
        $0.openUntil = Date(timeIntervalSince1970: 1_767_268_800.125)
        $0.active = 1
      } == "the endpoint, which is unavailable: its breaker is open until 2026-01-01T12:00:00.125Z")
    #expect(words { $0.isEndpointEnabled = false } == "the endpoint, which is disabled")
  }

  @Test func aLimitThatIsNotReachedIsNotToBlame() {
    #expect(
      words {
        $0.limit = 2
        $0.active = 1
      } == "an executor to take it")
  }
}
