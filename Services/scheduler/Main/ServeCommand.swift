import AMQP
import ArgumentParser
import Domain
import Logging
import Postgres
import Scheduler
import ServiceRuntime
import Storage

/// Runs the scheduler until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Run the scheduler (default).", discussion: SchedulerSettings.helpText)

  /// What a command may wait for at the database. All of it together has to stay below the caller's deadline.
  private static let acquireTimeout = Duration.seconds(3)
  private static let statementTimeout = Duration.seconds(10)
  private static let lockTimeout = Duration.seconds(3)

  func run() async throws {
    let reader = SettingsReader(executable: "scheduler")
    let settings = try reader.loadOrExit(SchedulerSettings.self)
    let runtime = ProcessRuntime.bootstrap(service: "scheduler", settings: settings.runtime)
    let identity = runtime.identity.label

    var database = settings.database
    database.applicationName = identity
    database.statementTimeout = Self.statementTimeout
    database.lockTimeout = Self.lockTimeout
    let pool = PostgresPool(
      configuration: database, size: settings.connections, acquireTimeout: Self.acquireTimeout,
      logger: Logger(label: "scheduler.database"))

    let configuration = SchedulerConfiguration(
      appID: identity, templates: EndpointTemplate.all(synthetic: settings.offersSynthetic),
      minimumScheduleInterval: settings.minimumScheduleInterval, reaper: settings.reaper,
      journal: settings.journal,
      retention: settings.retention,
      schemaVersion: try Migration.bundled().last?.version ?? 0)
    let clients = clients(
      settings.amqp, identity, SchedulerServices.topology(of: configuration), settings.journal)
    let scheduler = SchedulerServices(configuration, database: pool, clients: clients, logger: runtime.logger)

    runtime.readiness.add("database") { pool.isHealthy }
    runtime.readiness.add("broker") { clients.main.isConnected }
    runtime.readiness.add("schema") { scheduler.isSchemaCurrent }
    BrokerMetrics.register(
      clients.named.map { name, client in
        .init(name, isConnected: { client.isConnected }, isBlocked: { client.isBlocked })
      }, with: runtime.metrics)
    // The probes answer first and last, so that they tell of the start and the stop as well.
    let operations = OperationsServer(settings: settings.metrics, runtime: runtime)
    let announcement = ProcessAnnouncement(
      identity: runtime.identity, settings: reader.effective(SchedulerSettings.self),
      logger: Logger(label: "scheduler.start"),
      renewedEvery: ProcessStore.renewal
    ) { start in
      try await ProcessStore.record(start.name, start.service, start.version, start.settings, in: pool)
    } renew: { start in
      try await ProcessStore.renew(start.name, in: pool)
    }
    try await runtime.run([operations, pool, announcement] + clients.all + scheduler.all)
  }

  private func clients(
    _ configuration: AMQPConfiguration, _ identity: String, _ topology: AMQPTopology,
    _ journal: JournalSettings
  ) -> SchedulerClients {
    func client(_ purpose: String, _ topology: AMQPTopology) -> AMQPClient {
      var configuration = configuration
      configuration.connectionName = identity + purpose
      return AMQPClient(
        configuration: configuration, topology: topology, logger: Logger(label: "scheduler.broker"))
    }
    return SchedulerClients(
      main: client("", topology), outbox: client(".outbox", SchedulerClients.publishing(journal)),
      repair: client(".repair", SchedulerClients.publishing(journal)),
      journal: client(".journal", SchedulerClients.publishing(journal)))
  }
}
