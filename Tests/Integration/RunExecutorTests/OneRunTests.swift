import AMQP
import Contracts
import Domain
import Foundation
import JSON
import Messaging
import RunExecutor
import Sealing
import Storage
import Testing

extension ExecutorTests {
  @Suite struct OneRunTests {
    @Test func aRunFromTriggerToCatalog() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["datasets": 7, "fields": 3, "seed": 11])
      try await Executor.with(platform) { executor in
        let id = try await platform.trigger(registered)
        let run = try await platform.end(of: id)
        #expect(run.status == .succeeded)
        #expect(run.executor == executor.name)
        #expect(run.attempt == 1)
        #expect(run.stats?["datasets"] == 7 && run.stats?["added"] == 7)
        #expect(
          try await platform.transitions(of: id) == ["- QUEUED 0", "QUEUED RUNNING 1", "RUNNING SUCCEEDED 1"])
        #expect(
          try await platform.activities(of: id) == [
            "markRunStarted 1 ok", "prepareCollectionJob 1 ok", "collectMetadata 1 ok",
            "persistCatalogRecords 1 ok", "markRunCompleted 1 ok",
          ])
        let datasets = try await platform.datasets(of: registered.endpoint.id)
        #expect(datasets.count == 7)
        #expect(datasets.allSatisfy { $0.lastRunID == id && $0.found.fields.count == 3 })
        try await eventually("the queue is empty and the outbox sent") {
          let age = try await OutboxStore.oldestAge(executor.pool)
          let queue = Queue.endpoint(registered.endpoint.id).name
          return try await platform.client.messageCount(of: queue) == 0 && age == nil
        }
      }
    }

    @Test func anEndpointThatComesLaterIsFoundByItsEvent() async throws {
      let platform = try Platform.ofThisSuite
      try await Executor.with(platform, { $0.reconcileInterval = .seconds(3_600) }) { executor in
        try await executor.client.waitUntilConnected()
        let first = try await platform.register(["datasets": 1])
        #expect(try await platform.end(of: platform.trigger(first)).status == .succeeded)
        let second = try await platform.register(["datasets": 1])
        #expect(try await platform.end(of: platform.trigger(second)).status == .succeeded)
      }
    }

    @Test func eventsOfRunsReachTheirListeners() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["datasets": 1])
      let queue = AMQPQueue(name: "test.events.\(UUID().lowercased)")
      try await platform.client.declare(queue)
      try await platform.client.declare(
        AMQPBinding(
          queue: queue.name, exchange: Exchange.events.rawValue,
          routingKey: "run.*.\(registered.endpoint.id.lowercased)"))
      try await Executor.with(platform) { _ in
        _ = try await platform.end(of: platform.trigger(registered))
        try await eventually("that it was queued, started and ended has been told") {
          try await platform.client.messageCount(of: queue.name) == 3
        }
      }
      try await platform.client.deleteQueue(queue.name)
    }

    @Test func errorsAreTriedThreeTimesAndTold() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["failure": "error"])
      try await Executor.with(platform, Self.fastRetries) { _ in
        let id = try await platform.trigger(registered)
        let run = try await platform.end(of: id)
        #expect(run.status == .failed)
        #expect(run.errorCode == "E_UPSTREAM_ERROR")
        #expect(
          try await platform.activities(of: id).suffix(4) == [
            "collectMetadata 1 retry", "collectMetadata 2 retry", "collectMetadata 3 failed",
            "markRunFailed 1 ok",
          ])
        #expect(try await platform.datasets(of: registered.endpoint.id).isEmpty)
      }
    }

    @Test func aFlakySourceSucceedsInTheEnd() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(
        ["failure": "flaky", "failureRate": 0.5, "datasets": 2, "limits": ["maxConcurrentRuns": 16]],
        collections: 16)
      try await Executor.with(platform, Self.fastRetries) { _ in
        var ids: [UUID] = []
        for index in 0..<16 { ids.append(try await platform.trigger(registered, collection: index)) }
        var retries = 0
        for id in ids {
          let run = try await platform.end(of: id)
          let tries = try await platform.activities(of: id).filter { $0.hasPrefix("collectMetadata") }
          #expect(
            tries.last == "collectMetadata \(tries.count) \(run.status == .succeeded ? "ok" : "failed")")
          #expect(tries.dropLast().allSatisfy { $0.hasSuffix("retry") })
          retries += tries.count - 1
        }
        #expect(retries > 0)
      }
    }

    @Test func aSourceWithNothingToDoSkips() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["failure": "skip"])
      try await Executor.with(platform) { _ in
        let id = try await platform.trigger(registered)
        let run = try await platform.end(of: id)
        #expect(run.status == .skipped)
        #expect(run.errorCode == nil)
        let reason = try await RunQueries.transitions(of: [id], in: platform.scheduler)[id]?.last?.reason
        #expect(reason?.hasPrefix("NOTHING_TO_DO: ") == true)
        #expect(reason == "NOTHING_TO_DO: \(run.error ?? "")")
      }
    }

    @Test func aDisabledEndpointSkips() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register([:]) { $0.isEnabled = false }
      try await Executor.with(platform) { _ in
        let id = try await platform.trigger(registered)
        #expect(try await platform.end(of: id).status == .skipped)
        let reason = try await RunQueries.transitions(of: [id], in: platform.scheduler)[id]?.last?.reason
        #expect(reason?.hasPrefix("ENDPOINT_DISABLED: ") == true)
      }
    }

    @Test func foreignCredentialsFailTheRun() async throws {
      let platform = try Platform.ofThisSuite
      let sealed = try CredentialSealer(publicKey: SealingPrivateKey().publicKey)
        .seal("canary-7731", context: SealingContext("elsewhere", "password"))
      let registered = try await platform.register([:], sealed: ["password": sealed])
      try await Executor.with(platform) { _ in
        let run = try await platform.end(of: platform.trigger(registered))
        #expect(run.status == .failed)
        #expect(run.errorCode == "E_CONFIG_INVALID")
      }
    }

    @Test func aLimitedCollectionMarksNothingStale() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["datasets": 3])
      try await Executor.with(platform) { _ in
        _ = try await platform.end(of: platform.trigger(registered))
        let limited = try await platform.trigger(registered, filters: ["schemas": ["other"]])
        #expect(try await platform.end(of: limited).stats?["datasets"] == 0)
        #expect(try await platform.datasets(of: registered.endpoint.id).allSatisfy { !$0.isStale })
      }
    }

    static func fastRetries(_ configuration: inout ExecutorConfiguration) {
      configuration.retry = RetryPolicy(backoff: Backoff(initial: .milliseconds(20), cap: .milliseconds(50)))
    }
  }
}
