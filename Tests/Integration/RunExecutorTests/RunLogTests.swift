import Contracts
import Domain
import Foundation
import JSON
import Outbox
import Postgres
import RunExecutor
import Storage
import Testing

extension ExecutorTests {
  /// What is kept of the log of a run, and when.
  @Suite struct RunLogTests {
    private func lines(_ run: UUID, _ platform: Platform) async throws -> [RunLogLine] {
      try await RunLogStore.lines(of: [run], in: platform.scheduler)[run] ?? []
    }

    @Test func aFailedRunKeepsItsLogAndASuccessfulOneWithoutAnythingToTellKeepsNone() async throws {
      let platform = try Platform.ofThisSuite
      let failing = try await platform.register(["failure": "error"])
      let healthy = try await platform.register(["datasets": 2])
      try await Executor.with(platform, OneRunTests.fastRetries) { executor in
        let failed = try await platform.end(of: platform.trigger(failing))
        let kept = try await lines(failed.id, platform)
        #expect(
          kept.map(\.message)
            == Array(repeating: ["the source is told to fail", "activity failed"], count: 3).flatMap(\.self))
        #expect(kept.last?.metadata?["try"] == "3")
        #expect(kept.last?.metadata?["code"] == "E_UPSTREAM_ERROR")
        #expect(kept.allSatisfy { $0.attempt == 1 && $0.executor == executor.name && $0.level == .debug })
        #expect(kept.map(\.at) == kept.map(\.at).sorted())
        let succeeded = try await platform.end(of: platform.trigger(healthy))
        #expect(succeeded.status == .succeeded)
        #expect(try await lines(succeeded.id, platform).isEmpty)
      }
    }

    @Test func aCancelledRunAndOneThatIsHandedBackKeepTheirLogs() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["failure": "hang"], collections: 2)
      try await Executor.with(
        platform,
        {
          $0.drainTime = .milliseconds(100)
          $0.maxRuns = 2
        }
      ) { executor in
        let cancelled = try await platform.trigger(registered)
        try await eventually("the run has started") {
          let status = try await platform.run(cancelled).status
          return status == .running && executor.service.runningCount == 1
        }
        try await platform.scheduler.transaction { transaction in
          try await RunEnding.cancel(.runs([cancelled]), text: "test", actor: "test", in: transaction)
        }
        platform.relay.wake()
        try await eventually("what it logged is kept") { try await !lines(cancelled, platform).isEmpty }
        let back = try await platform.trigger(registered, collection: 1)
        try await eventually("the next one has started") { executor.service.runningCount == 1 }
        try await eventually("it is running") { try await platform.run(back).status == .running }
        await executor.shutDown()
        try await eventually("it is handed back with its log") {
          try await lines(back, platform).map(\.message) == ["the source is told to fail"]
        }
        try await platform.delete(registered)
      }
    }

    @Test func oldLinesArePruned() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["failure": "skip"])
      try await Executor.with(platform) { executor in
        let run = try await platform.end(of: platform.trigger(registered))
        func line(_ message: String, daysAgo: Double) -> RunLogLine {
          RunLogLine(
            runID: run.id, at: Date().addingTimeInterval(-daysAgo * 86_400), level: .info, message: message,
            metadata: ["n": "1"], attempt: 1, executor: nil)
        }
        try await RunLogStore.append([line("old", daysAgo: 31), line("new", daysAgo: 29)], in: executor.pool)
        _ = try await RunLogStore.prune(
          olderThan: .seconds(30 * 86_400), atMost: 1_000, in: platform.scheduler)
        #expect(try await lines(run.id, platform).map(\.message) == ["new"])
      }
    }
  }
}
