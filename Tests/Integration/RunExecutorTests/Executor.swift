import AMQP
import Connectors
import Domain
import Foundation
import Logging
import Outbox
import Postgres
import RunExecutor
import Sealing
import ServiceLifecycle
import Storage
import TestSupport

/// A whole executor in the test's process, with pool, client and outbox of its own.
struct Executor: Sendable {
  let name: String
  let service: ExecutorService
  let client: AMQPClient
  let pool: PostgresPool
  private let group: ServiceGroup

  /// Runs `body` beside a running executor, which is shut down in order afterwards.
  static func with<R: Sendable>(
    _ platform: Platform, name: String = "run-executor-1@test",
    connectors: [any Connector] = [SyntheticConnector()],
    _ change: (inout ExecutorConfiguration) -> Void = { _ in }, _ body: (Executor) async throws -> R
  ) async throws -> R {
    let executor = try Executor(platform, name: name, connectors: connectors, change)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await executor.group.run() }
      do {
        let result = try await body(executor)
        await executor.shutDown()
        try await group.waitForAll()
        return result
      } catch {
        await executor.shutDown()
        throw error
      }
    }
  }

  private init(
    _ platform: Platform, name: String, connectors: [any Connector],
    _ change: (inout ExecutorConfiguration) -> Void
  ) throws {
    var configuration = ExecutorConfiguration(name: name)
    configuration.drainTime = .seconds(10)
    change(&configuration)
    self.name = name
    let pool = PostgresPool(
      configuration: platform.database.configuration(.executor), size: 8, logger: .silent)
    let broker = platform.broker.configuration(for: Platform.executorUser)
    let client = AMQPClient(
      configuration: broker, topology: ExecutorService.topology(of: configuration), logger: .silent)
    let relay = OutboxRelay(database: pool, client: client, appID: name, logger: .silent)
    service = ExecutorService(
      configuration,
      ExecutorService.Parts(
        database: pool, client: client,
        makeClient: { _ in AMQPClient(configuration: broker, logger: .silent) },
        connectors: ConnectorRegistry(connectors),
        opener: try CredentialOpener(privateKeys: [platform.key]), wakeOutbox: { relay.wake() },
        logger: .silent))
    self.pool = pool
    self.client = client
    let services: [any Service] = [pool, client, relay, service]
    group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: services.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) },
        logger: .silent))
  }

  /// Begins the shutdown, as SIGTERM does.
  func shutDown() async { await group.triggerGracefulShutdown() }
}
