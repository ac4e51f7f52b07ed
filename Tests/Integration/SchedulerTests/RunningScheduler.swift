import AMQP
import Domain
import Foundation
import Logging
import Postgres
import Scheduler
import ServiceLifecycle
import Storage
import TestSupport
import Testing

/// A whole scheduler in the test's process, with pool and client of its own.
struct RunningScheduler: Sendable {
  let services: SchedulerServices
  let pool: PostgresPool
  let clients: SchedulerClients
  var client: AMQPClient { clients.main }
  private let group: ServiceGroup

  /// Fast enough for tests to wait for.
  static let eager = ReaperSettings(
    interval: .milliseconds(50), queuedAfter: .milliseconds(400), retriggerAfter: .milliseconds(100))

  /// Runs `body` beside a running scheduler, which is shut down in order afterwards.
  static func with<R: Sendable>(
    _ platform: SchedulerPlatform, reaper: ReaperSettings = ReaperSettings(), logger: Logger = .silent,
    _ body: (RunningScheduler) async throws -> R
  ) async throws -> R {
    // The test before may have just brought the database back.
    for pool in [platform.owner, platform.executor] {
      try await eventually("the tests reach the database") { try await pool.answers() }
    }
    let scheduler = try RunningScheduler(platform, reaper: reaper, logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.group.run() }
      do {
        let result = try await body(scheduler)
        await scheduler.group.triggerGracefulShutdown()
        try await group.waitForAll()
        return result
      } catch {
        await scheduler.group.triggerGracefulShutdown()
        throw error
      }
    }
  }

  private init(_ platform: SchedulerPlatform, reaper: ReaperSettings, logger: Logger) throws {
    var database = platform.database.configuration(.scheduler)
    database.lockTimeout = .seconds(3)
    pool = PostgresPool(configuration: database, size: 8, acquireTimeout: .seconds(3), logger: .silent)
    let configuration = SchedulerConfiguration(
      appID: "scheduler@test", templates: EndpointTemplate.all(synthetic: true), minimumScheduleInterval: 1,
      reaper: reaper, schemaVersion: try Migration.bundled().last?.version ?? 0)
    func client(_ topology: AMQPTopology) -> AMQPClient {
      AMQPClient(
        configuration: platform.broker.configuration(for: SchedulerPlatform.schedulerUser),
        topology: topology, logger: .silent)
    }
    clients = SchedulerClients(
      main: client(SchedulerServices.topology(of: configuration)),
      outbox: client(SchedulerClients.publishing(configuration.journal)),
      repair: client(SchedulerClients.publishing(configuration.journal)),
      journal: client(SchedulerClients.publishing(configuration.journal)))
    services = SchedulerServices(configuration, database: pool, clients: clients, logger: logger)
    group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: ([pool] + clients.all + services.all).map { .init(service: $0) }, logger: .silent))
  }
}
