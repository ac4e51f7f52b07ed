import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage
import Testing

extension SchedulerServiceTests {
  @Suite struct ThroughputTests {
    /// A floor that holds on a busy machine and without optimisation, far below what the product does.
    @Test func triggersGoInBatches() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let count = 2_000
        let (endpoint, _) = try await platform.register("Throughput")
        let collections = (0..<count).map { _ in UUID.v7() }
        _ = try await platform.owner.execute(
          """
          insert into nucleus.collection (id, endpoint_id, name)
          select id, \(endpoint.id), id::text from unnest(\(collections)) as t (id)
          """)
        let cpu = ProcessorTime.now
        let start = ContinuousClock.now
        let made = try await withThrowingTaskGroup(of: Int.self) { group in
          for collection in collections {
            group.addTask {
              let command = TriggerCollection(collectionID: collection, requestedBy: "test")
              let reply = try await platform.gateway.send(command, within: .seconds(60))
              return (try? reply.result(as: Run.self)) == nil ? 0 : 1
            }
          }
          return try await group.reduce(0, +)
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        #expect(made == count)
        let rate = Double(count) / seconds
        #expect(rate > 300, "\(rate) triggers/s, processor \(ProcessorTime.now - cpu) s of \(seconds) s")
        try await eventually("every trigger is published") {
          await platform.queueLength(endpoint.id) == count
        }
        if ProcessInfo.processInfo.environment["NUCLEUS_TEST_FIGURES"] != nil {
          let all = (ContinuousClock.now - start) / .seconds(1)
          let used = ProcessorTime.now - cpu
          FileHandle.standardError.write(
            Data(
              "triggers/s \(rate), processor \(used) s with the test's own, all published after \(all) s\n"
                .utf8))
        }
      }
    }
  }
}

/// Seconds of processor time that this process has used.
enum ProcessorTime {
  static var now: Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
}
