import AMQP
import Contracts
import Domain
import Foundation
import Postgres
import Storage
import Synchronization
import TestSupport
import Testing

extension SchedulerServiceTests {
  @Suite struct OutageTests {
    @Test func aDatabaseThatGoesAndComesLosesNothing() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { scheduler in
        let load = try await TriggerLoad(platform, collections: 20)
        try await load.run(rounds: 15) {
          try await platform.database.server.stop()
          try await platform.database.server.start()
        }
        try await load.verify()
        #expect(scheduler.pool.isHealthy)
      }
    }

    @Test func aKilledDatabaseLosesNothing() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let load = try await TriggerLoad(platform, collections: 20)
        try await load.run(rounds: 15) {
          try await platform.database.server.kill()
          try await platform.database.server.start()
        }
        try await load.verify()
      }
    }

    @Test func whileTheDatabaseIsAwayCommandsAreAnsweredAtOnce() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { scheduler in
        let (_, collection) = try await platform.register()
        try await platform.database.server.stop()
        try await eventually("the pool knows") { !scheduler.pool.isHealthy }
        let start = ContinuousClock.now
        let trigger = try await platform.trigger(collection.id)
        let registration = try await platform.gateway.send(platform.registration())
        let took = ContinuousClock.now - start
        try await platform.database.server.start()
        for reply in [trigger, registration] {
          guard case .unavailable = reply else { throw UnexpectedReply(reply: reply) }
        }
        #expect(took < .seconds(2))
        try await eventually("commands work again") {
          (try? await platform.trigger(collection.id).result(as: Run.self)) != nil
        }
      }
    }

    @Test func aBrokerThatGoesAndComesLosesNothing() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { scheduler in
        let load = try await TriggerLoad(platform, collections: 10)
        try await load.run(rounds: 5) {
          try await platform.broker.stop()
          try await platform.broker.start()
          try await scheduler.client.waitUntilConnected(timeout: .seconds(60))
          try await platform.client.waitUntilConnected(timeout: .seconds(60))
        }
        try await load.verify()
      }
    }

    @Test func aSchedulerThatStopsUnderLoadAnswersOrLeavesTheCommand() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      let load = try await RunningScheduler.with(platform) { _ in
        let load = try await TriggerLoad(platform, collections: 20)
        load.begin()
        try await eventually("some are under way") { load.answered > 5 }
        return load
      }
      try await RunningScheduler.with(platform) { _ in
        try await load.finish()
        try await load.verify()
      }
    }
  }
}
