import AMQP
import Contracts
import Domain
import Foundation
import JSON
import Messaging
import Postgres
import RunExecutor
import Storage
import TestSupport
import Testing

extension ExecutorTests {
  @Suite struct OutageTests {
    @Test func aShortAbsenceOfTheDatabaseLosesNothing() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["datasets": 2, "latencyMs": 1_000], collections: 2)
      try await Executor.with(platform) { _ in
        let working = try await platform.trigger(registered, collection: 0)
        try await eventually("the run has started") { try await platform.run(working).status == .running }
        let waiting = try await platform.trigger(registered, collection: 1)
        try await eventually("its trigger is sent") {
          try await OutboxStore.oldestAge(platform.scheduler) == nil
        }
        try await platform.database.server.stop()
        // Long enough for the run to come to its end without a database.
        try await Task.sleep(for: .seconds(2))
        try await platform.database.server.start()
        try await eventually("the scheduler is back") { platform.scheduler.isHealthy }
        for id in [working, waiting] {
          let run = try await platform.end(of: id)
          #expect(run.status == .succeeded)
          #expect(run.attempt == 1)
        }
      }
    }

    @Test func aLongAbsenceStopsTheRunBeforeItsLeaseLapses() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["failure": "hang", "datasets": 1])
      try await Executor.with(
        platform,
        {
          $0.leaseTTL = .seconds(2)
          $0.heartbeat = .milliseconds(500)
        }
      ) { executor in
        let id = try await platform.trigger(registered)
        try await eventually("the run has started") { try await platform.run(id).status == .running }
        try await platform.database.server.stop()
        try await eventually(within: .seconds(4), "the run is stopped") { executor.service.runningCount == 0 }
        try await platform.database.server.start()
        try await eventually("the scheduler is back") { platform.scheduler.isHealthy }
        #expect(try await platform.run(id).status == .running)
        #expect(try await platform.transitions(of: id).count == 2)
      }
    }

    @Test func whatWasSaidWhileTheConnectionWasLostIsFoundOut() async throws {
      let platform = try Platform.ofThisSuite
      let hanging = try await platform.register(["failure": "hang"])
      try await Executor.with(
        platform,
        {
          // Nothing else can find out in the time of this test.
          $0.reconcileInterval = .seconds(3_600)
          $0.heartbeat = .seconds(3_600)
          $0.leaseTTL = .seconds(120)
        }
      ) { executor in
        let cancelled = try await platform.trigger(hanging)
        try await eventually("the run has started") { try await platform.run(cancelled).status == .running }
        let unheardOf = try await platform.register(["datasets": 1], telling: false)
        let waiting = try await platform.trigger(unheardOf)
        _ = try await platform.scheduler.transaction { transaction in
          try await RunEnding.cancel(.runs([cancelled]), text: "test", actor: "test", in: transaction)
          try await transaction.execute("delete from nucleus.outbox where exchange = 'nucleus.control'")
        }
        try await platform.broker.control(
          "close_all_user_connections", Platform.executorUser.name, "test")
        #expect(try await platform.end(of: waiting).status == .succeeded)
        try await eventually("the cancelled run stops") { executor.service.runningCount == 0 }
      }
    }

    @Test func aRestartOfTheBrokerLosesNothing() async throws {
      let platform = try Platform.ofThisSuite
      let registered = try await platform.register(["datasets": 1, "latencyMs": 500], collections: 4)
      try await Executor.with(platform) { executor in
        var ids: [UUID] = []
        for index in 0..<4 { ids.append(try await platform.trigger(registered, collection: index)) }
        try await eventually("the first run has started") { try await platform.run(ids[0]).status != .queued }
        try await platform.broker.stop()
        try await platform.broker.start()
        try await platform.client.waitUntilConnected(timeout: .seconds(30))
        try await eventually(within: .seconds(30), "the executor is back") { executor.client.isConnected }
        for id in ids {
          let run = try await platform.end(of: id, within: .seconds(30))
          #expect(run.status == .succeeded)
          #expect(run.attempt == 1)
        }
      }
    }
  }
}
