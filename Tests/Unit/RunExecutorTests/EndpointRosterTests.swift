import Domain
import Foundation
import Testing

@testable import RunExecutor

@Suite struct EndpointRosterTests {
  private func limits(_ runs: Int) -> EndpointLimits {
    var limits = EndpointLimits()
    limits.maxConcurrentRuns = runs
    return limits
  }

  @Test func tellsWhatChanges() {
    var roster = EndpointRoster()
    let (first, second) = (UUID(), UUID())
    #expect(roster.replace(with: [first: limits(1)]) == [.appeared(first, limits(1))])
    #expect(roster.replace(with: [first: limits(1)]).isEmpty)
    #expect(roster.update([second], with: [second: limits(2)]) == [.appeared(second, limits(2))])
    #expect(roster.update([first], with: [first: limits(3)]) == [.limitsChanged(first, limits(3))])
    #expect(roster.update([first, UUID()], with: [:]) == [.vanished(first)])
    #expect(roster.replace(with: [:]) == [.vanished(second)])
    #expect(roster.count == 0)
  }
}
