import Connectors
import Domain
import Foundation
import Testing

@testable import RunExecutor

@Suite(.timeLimit(.minutes(3))) struct RequestPacesTests {
  private let endpoint = UUID()

  @Test func runsOfAnEndpointShareItsPaceAndOthersHaveTheirs() async throws {
    let paces = RequestPaces()
    let start = ContinuousClock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<3 {
        let pace = paces.pace(of: endpoint, perSecond: 10)
        group.addTask { for _ in 0..<2 { try await pace.turn() } }
      }
      try await group.waitForAll()
    }
    // Six requests: the first at once, five more a tenth of a second after each other.
    #expect(ContinuousClock.now - start >= .milliseconds(499))
    let other = paces.pace(of: UUID(), perSecond: 0.01)
    try await other.turn()
  }

  @Test func cancellingEndsTheWait() async throws {
    let paces = RequestPaces()
    let pace = paces.pace(of: endpoint, perSecond: 0.01)
    try await pace.turn()
    let start = ContinuousClock.now
    // The test cancels what waits.
    let waiting = Task { () -> RunFailure? in
      do throws(RunFailure) {
        try await pace.turn()
        return nil
      } catch {
        return error
      }
    }
    waiting.cancel()
    #expect(await waiting.value?.code == "E_UPSTREAM_UNREACHABLE")
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  @Test func aLimitThatIsLiftedFreesThoseWhoWait() async throws {
    let paces = RequestPaces()
    let pace = paces.pace(of: endpoint, perSecond: 0.01)
    try await pace.turn()
    let start = ContinuousClock.now
    async let waiting: Void = pace.turn()
    var limits = EndpointLimits()
    limits.requestsPerSecond = 100
    paces.apply([.limitsChanged(endpoint, limits)])
    try await waiting
    #expect(ContinuousClock.now - start < .seconds(60))
  }
}
