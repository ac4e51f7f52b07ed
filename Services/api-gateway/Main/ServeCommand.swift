import AMQP
import APIGateway
import ArgumentParser
import Contracts
import Domain
import Foundation
import Logging
import Messaging
import Postgres
import Sealing
import ServiceLifecycle
import ServiceRuntime

/// `api-gateway serve`: builds the live parts and runs them.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serves until SIGTERM.", discussion: GatewaySettings.helpText)

  func run() async throws {
    let settings = try SettingsReader(executable: "api-gateway").loadOrExit(GatewaySettings.self)
    let runtime = ProcessRuntime.bootstrap(
      service: "api-gateway", settings: settings.runtime, redactor: Self.redactor(for: settings))
    let pool = Self.pool(settings, runtime)
    let schema = try SchemaVersionMonitor(pool: pool, logger: Logger(label: "api-gateway.schema"))

    let instance = UUID.v7().lowercased
    let replies = Queue.replies(instance: instance)
    let runEvents = Queue.runEvents(instance: instance)
    let heartbeats = Queue.executors(instance: instance)
    let broker = Self.broker(settings, runtime, queues: [replies, runEvents, heartbeats])
    let commands = CommandClient(
      broker: broker, replies: replies, appID: runtime.identity.label, timeout: settings.commandTimeout,
      isDatabaseHealthy: { pool.isHealthy }, logger: Logger(label: "api-gateway.commands"))
    let reader = DatabaseReader(pool)
    let liveRuns = LiveRuns(reader: reader, logger: Logger(label: "api-gateway.live"))
    let listener = RunEventListener(
      broker: broker, queue: runEvents, runs: liveRuns, logger: Logger(label: "api-gateway.live"))
    let liveExecutors = LiveExecutors()
    let executorListener = ExecutorListener(
      broker: broker, queue: heartbeats, executors: liveExecutors, logger: Logger(label: "api-gateway.live"))

    BrokerMetrics.register(
      [.init("main", isConnected: { broker.isConnected }, isBlocked: { broker.isBlocked })],
      with: runtime.metrics)
    let audit = AuditReporter(notices: commands, logger: Logger(label: "api-gateway.audit"))
    let readiness = runtime.readiness
    readiness.add("database") { pool.isHealthy }
    readiness.add("schema") { schema.isCurrent ? .ready : .notReady("not migrated") }
    readiness.add("broker") { broker.isConnected }
    readiness.add("replies") { commands.isConsuming }
    readiness.add("events") { listener.isListening }

    let services = GatewayServices(
      reader: reader, commands: commands, notices: commands, audit: audit,
      sealer: CredentialSealer(publicKey: settings.sealingKey), liveRuns: liveRuns,
      liveExecutors: liveExecutors, journal: JournalReader(client: broker),
      offersSynthetic: settings.offersSynthetic,
      isReady: { readiness.report().isReady })
    let server = try GatewayServer(
      Self.configuration(settings),
      services: services, readiness: readiness, metrics: runtime.metrics,
      logger: Logger(label: "api-gateway.http"))
    // The probes answer first and last, so that they tell of the start and the stop as well.
    let operations: [any Service] =
      settings.metrics.map { [OperationsServer(settings: $0, runtime: runtime)] } ?? []
    try await runtime.run(
      operations + [pool, schema, broker, commands, audit, liveRuns, listener, executorListener, server])
  }

  private static func configuration(_ settings: GatewaySettings) -> GatewayConfiguration {
    let tokens = settings.tokens.map {
      TokenVerifier(policy: $0.policy, source: $0.keys, logger: Logger(label: "api-gateway.tokens"))
    }
    return GatewayConfiguration(
      http: settings.http, adminKey: settings.adminKey.reveal(), access: settings.access,
      rates: settings.rates, operations: settings.operations,
      persisted: settings.persisted, tokens: tokens,
      timeLimit: settings.requestTimeout, streams: settings.streams)
  }

  /// The longest a read may take: one that takes longer is better asked for in smaller pages.
  private static let statementTimeout = Duration.seconds(10)

  /// No log line shows one of these.
  private static func redactor(for settings: GatewaySettings) -> Redactor {
    Redactor(
      secrets: [settings.adminKey.reveal(), settings.amqp.password, settings.database.password ?? ""]
        .filter { !$0.isEmpty })
  }

  private static func pool(_ settings: GatewaySettings, _ runtime: ProcessRuntime) -> PostgresPool {
    var configuration = settings.database
    configuration.applicationName = runtime.identity.label
    configuration.statementTimeout = min(statementTimeout, settings.requestTimeout)
    return PostgresPool(
      configuration: configuration, size: settings.databaseConnections,
      logger: Logger(label: "api-gateway.database"))
  }

  private static func broker(
    _ settings: GatewaySettings, _ runtime: ProcessRuntime, queues: [Queue]
  ) -> AMQPClient {
    var configuration = settings.amqp
    configuration.connectionName = runtime.identity.label
    return AMQPClient(
      configuration: configuration, topology: .of(queues: queues),
      logger: Logger(label: "api-gateway.broker"))
  }
}
