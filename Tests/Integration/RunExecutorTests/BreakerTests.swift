import Connectors
import Domain
import Foundation
import JSON
import Postgres
import RunExecutor
import Storage
import Synchronization
import Testing

extension ExecutorTests {
  @Suite struct BreakerTests {
    /// A source that counts who asks it, and answers as it is told.
    private final class Source: Connector {
      let kind = EndpointKind.synthetic
      let capabilities: Set<Capability> = [.collect]
      private let state = Mutex((isBroken: true, asked: 0))

      var asked: Int { state.withLock(\.asked) }
      func heal() { state.withLock { $0.isBroken = false } }

      func test(_ connection: ConnectorConnection) async -> ConnectionDiagnosis {
        ConnectionDiagnosis(ok: true, diagnostics: [])
      }

      func collect(_ job: CollectJob) async throws(RunFailure) -> CollectedCatalog {
        let isBroken = state.withLock { state in
          state.asked += 1
          return state.isBroken
        }
        if isBroken { throw .authentication("the source refuses") }
        return CollectedCatalog(datasets: [], isComplete: true)
      }
    }

    private func health(of registered: Registered, on platform: Platform) async throws -> EndpointHealth? {
      let id = registered.endpoint.id
      return try await EndpointHealthQueries.health(of: [id], in: platform.scheduler)[id]
    }

    @Test func anOpenBreakerSparesTheSourceAndAProbeClosesIt() async throws {
      let platform = try Platform.ofThisSuite
      let source = Source()
      let registered = try await platform.register(
        ["limits": ["breaker": ["failures": 3, "openSeconds": 3_600]]])
      try await Executor.with(platform, connectors: [source]) { executor in
        for _ in 0..<3 {
          let run = try await platform.end(of: platform.trigger(registered))
          #expect(run.errorCode == "E_UPSTREAM_AUTH")
        }
        #expect(try await health(of: registered, on: platform) == .unavailable)
        let asked = source.asked
        let id = try await platform.trigger(registered)
        let refused = try await platform.end(of: id)
        #expect(refused.status == .failed && refused.errorCode == "E_ENDPOINT_UNAVAILABLE")
        #expect(refused.error?.contains("no run is tried before 20") == true)
        #expect(
          try await platform.activities(of: id) == [
            "markRunStarted 1 ok", "prepareCollectionJob 1 failed", "markRunFailed 1 ok",
          ])
        #expect(source.asked == asked)

        source.heal()
        try await platform.scheduler.execute(
          """
          update nucleus.endpoint_health set open_until = clock_timestamp()
          where endpoint_id = \(registered.endpoint.id)
          """)
        #expect(try await platform.end(of: platform.trigger(registered)).status == .succeeded)
        #expect(source.asked == asked + 1)
        #expect(try await health(of: registered, on: platform) == .healthy)
        try await eventually("the event was let through by the broker") {
          try await OutboxStore.oldestAge(executor.pool) == nil
        }
      }
    }

    @Test func requestsKeepTheEndpointsRate() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(
        ["datasets": 1, "limits": ["requestsPerSecond": 4, "maxConcurrentRuns": 4]], collections: 4)
      try await Executor.with(platform) { _ in
        let start = ContinuousClock.now
        var ids: [UUID] = []
        for index in 0..<4 { ids.append(try await platform.trigger(registered, collection: index)) }
        for id in ids { #expect(try await platform.end(of: id).status == .succeeded) }
        // Four requests at four a second: three waits of a quarter.
        #expect(ContinuousClock.now - start > .milliseconds(740))
      }
    }

    @Test func waitingForATurnEndsWithTheRunsTime() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(
        ["limits": ["requestsPerSecond": 0.01, "runTimeoutSeconds": 1]])
      try await Executor.with(platform) { executor in
        #expect(try await platform.end(of: platform.trigger(registered)).status == .succeeded)
        let late = try await platform.end(of: platform.trigger(registered), within: .seconds(5))
        #expect(late.errorCode == "E_RUN_TIMEOUT")
        try await eventually("the slot is free") { executor.service.runningCount == 0 }
      }
    }
  }
}
