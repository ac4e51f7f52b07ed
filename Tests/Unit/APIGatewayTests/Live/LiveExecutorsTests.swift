import Contracts
import Foundation
import Testing

@testable import APIGateway

/// The executors that are there, from what they say.
@Suite struct LiveExecutorsTests {
  private let start = ContinuousClock().now
  private let id = UUID()

  private func heartbeat(_ id: UUID, _ name: String, isActive: Bool = true) -> ExecutorHeartbeat {
    ExecutorHeartbeat(
      executorID: id, name: name, isActive: isActive, asks: false, startedAt: .distantPast, endpoints: 4,
      runs: 2)
  }

  @Test func showsWhoWasHeardLately() {
    let executors = LiveExecutors()
    executors.receive(heartbeat(id, "run-executor-2@host"), at: start)
    executors.receive(heartbeat(UUID(), "run-executor-1@host"), at: start + .seconds(3))
    let both = executors.all(at: start + .seconds(4))
    #expect(both.map(\.name) == ["run-executor-1@host", "run-executor-2@host"])
    #expect(both[1].endpoints == 4 && both[1].runs == 2)
    #expect(executors.all(at: start + .seconds(6)).map(\.name) == ["run-executor-1@host"])
  }

  @Test func forgetsWhoLeaves() {
    let executors = LiveExecutors()
    executors.receive(heartbeat(id, "run-executor-1@host"), at: start)
    executors.receive(heartbeat(id, "run-executor-1@host", isActive: false), at: start)
    #expect(executors.all(at: start).isEmpty)
  }
}
