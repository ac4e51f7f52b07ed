import Foundation
import Testing

@testable import APIGateway

@Suite struct RecentRunsTests {
  @Test func remembersTheLastOnes() {
    var recent = RecentRuns(capacity: 4)
    let ids = (0..<100).map { _ in UUID() }
    for (number, id) in ids.enumerated() {
      recent.note(id, .init(fence: Int64(number), isActive: number.isMultiple(of: 2)))
      #expect(recent[id]?.fence == Int64(number))
    }
    let known = ids.filter { recent[$0] != nil }
    #expect(known.count <= 4 && known == Array(ids.suffix(known.count)))
    #expect(Set(recent.active).isSubset(of: Set(known)))
    recent.note(ids[98], .init(fence: 500, isActive: false))
    #expect(!recent.active.contains(ids[98]))
  }
}
