import AMQP
import ArgumentParser
import Connectors
import Domain
import Logging
import Outbox
import Postgres
import RunExecutor
import ServiceLifecycle
import ServiceRuntime
import Storage
import ThreadActor

/// Builds the live parts and runs them until SIGTERM.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Takes runs and carries them out (the default).", discussion: ExecutorSettings.helpText)

  /// No statement may outlast the lease of the runs that wait for it.
  private static let longestStatement = Duration.seconds(10)

  func run() async throws {
    let reader = SettingsReader(executable: "run-executor")
    let settings = try reader.loadOrExit(ExecutorSettings.self)
    let secrets = [settings.amqp.password, settings.database.password].compactMap(\.self)
    let runtime = ProcessRuntime.bootstrap(
      service: "run-executor", settings: settings.runtime, redactor: Redactor(secrets: secrets))
    let services = try parts(settings, runtime, reader.effective(ExecutorSettings.self))
    try await runtime.run(services)
  }

  private func parts(
    _ settings: ExecutorSettings, _ runtime: ProcessRuntime, _ effective: [EffectiveSetting]
  ) throws -> [any Service] {
    let configuration = executor(settings, runtime)
    let pool = pool(settings, runtime)
    let client = client(settings, runtime, topology: ExecutorService.topology(of: configuration))
    let relay = OutboxRelay(
      database: pool, client: client, appID: runtime.identity.label,
      logger: Logger(label: "run-executor.outbox"),
      repairRoute: TriggerRoute(database: pool).repair)
    let schema = SchemaWatch(
      database: pool, needed: try Migration.bundled().last?.version ?? 0,
      logger: Logger(label: "run-executor.schema"))
    let service = ExecutorService(
      configuration,
      ExecutorService.Parts(
        database: pool, client: client,
        makeClient: { number in
          self.client(settings, runtime, topology: .empty, suffix: "-\(number + 1)")
        },
        connectors: .all(synthetic: settings.offersSynthetic), opener: settings.opener,
        wakeOutbox: { relay.wake() },
        logger: Logger(label: "run-executor.runs")))
    runtime.readiness.add("database") { pool.isHealthy }
    runtime.readiness.add("broker") { client.isConnected }
    runtime.readiness.add("schema") {
      schema.isCurrent ? .ready : .notReady("the database is not migrated yet")
    }
    addMetrics(of: service, client, to: runtime.metrics)
    let announcement = ProcessAnnouncement(
      identity: runtime.identity, settings: effective, logger: Logger(label: "run-executor.start"),
      renewedEvery: ProcessStore.renewal
    ) { start in
      try await ProcessStore.record(start.name, start.service, start.version, start.settings, in: pool)
    } renew: { start in
      try await ProcessStore.renew(start.name, in: pool)
    }
    return [
      pool, client, relay, schema, announcement,
      OperationsServer(settings: settings.metrics, runtime: runtime), service,
    ]
  }

  private func addMetrics(of service: ExecutorService, _ client: AMQPClient, to metrics: PrometheusRegistry) {
    metrics.addGauge("nucleus.runs.running") { Double(service.runningCount) }
    metrics.addGauge("nucleus.runs.waiting") { Double(service.waitingCount) }
    metrics.addGauge("nucleus.leases.age_seconds") { service.leaseAge / .seconds(1) }
    metrics.addGauge("nucleus.leases.ttl_seconds") { service.leaseTTL / .seconds(1) }
    metrics.addGauge("nucleus.placement.members") { Double(service.memberCount) }
    metrics.addGauge("nucleus.placement.owned") { Double(service.ownedCount) }
    metrics.addGauge("nucleus.placement.standby") { Double(service.standbyCount) }
    BrokerMetrics.register(
      [.init("main", isConnected: { client.isConnected }, isBlocked: { client.isBlocked })], with: metrics)
  }

  private func executor(_ settings: ExecutorSettings, _ runtime: ProcessRuntime) -> ExecutorConfiguration {
    var configuration = ExecutorConfiguration(name: runtime.identity.label)
    configuration.maxRuns = settings.maxRuns
    configuration.leaseTTL = settings.lease
    configuration.heartbeat = settings.lease / 3
    configuration.drainTime = ExecutorConfiguration.drainTime(within: settings.runtime.shutdownGrace)
    configuration.webhooks = settings.webhooks
    configuration.addressPolicy = AddressPolicy(allowsPrivateNetworks: settings.allowsPrivateNetworks)
    return configuration
  }

  private func pool(_ settings: ExecutorSettings, _ runtime: ProcessRuntime) -> PostgresPool {
    var configuration = settings.database
    configuration.applicationName = runtime.identity.label
    configuration.statementTimeout = min(Self.longestStatement, settings.lease * 2 / 3)
    return PostgresPool(
      configuration: configuration, size: settings.poolSize, logger: Logger(label: "run-executor.database"))
  }

  private func client(
    _ settings: ExecutorSettings, _ runtime: ProcessRuntime, topology: AMQPTopology, suffix: String = ""
  ) -> AMQPClient {
    var configuration = settings.amqp
    configuration.connectionName = runtime.identity.label + suffix
    return AMQPClient(
      configuration: configuration, topology: topology, logger: Logger(label: "run-executor.broker"))
  }

}
