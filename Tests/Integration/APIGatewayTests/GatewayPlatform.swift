import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import Sealing
import ServiceLifecycle
import ServiceRuntime
import TestSupport
import Testing

@testable import APIGateway

/// A database, a broker, a stand-in for the scheduler, and a gateway with the rights of the product.
struct GatewayPlatform: Sendable {
  static let key = "integration-test-admin-key"

  let database: MigratedDatabase
  let broker: PrivateBroker
  let scheduler: StandInScheduler
  /// The scheduler's pool: may write.
  let writer: PostgresPool
  /// The gateway's connection to the broker.
  let client: AMQPClient
  let commands: CommandClient
  let reader: CountingDatabase
  let readiness: Readiness
  let replies: Queue
  /// The gateway's queue of events about runs.
  let runEvents: Queue
  let liveRuns: LiveRuns
  let services: GatewayServices
  /// Where the gateway listens.
  let port: Int

  /// The gateway's account, with the permissions of the product.
  static let gatewayUser = PrivateBrokerUser(
    name: "nucleus_gateway", password: "private-gateway", configure: #"^nucleus\\.(replies|live)\\."#,
    write: #"^nucleus\\.(commands|dead|replies\\..*|live\\..*)$"#,
    read: #"^nucleus\\.(replies|replies\\..*|events|live\\..*|journal)$"#)

  /// Short, so that tests see them.
  static let streams: EventStreamSettings = {
    var settings = EventStreamSettings(perCaller: 20, total: 30)
    settings.heartbeat = .milliseconds(300)
    settings.authorityInterval = .milliseconds(200)
    return settings
  }()

  static func with<R: Sendable>(
    database: MigratedDatabase, broker: PrivateBroker, commandTimeout: Duration = .seconds(2),
    _ body: (GatewayPlatform) async throws -> R
  ) async throws -> R {
    let scheduler = StandInScheduler(configuration: broker.configuration())
    let writer = PostgresPool(configuration: database.configuration(.scheduler), size: 2, logger: .silent)
    let pool = PostgresPool(configuration: database.configuration(.gateway), size: 4, logger: .silent)
    let reader = CountingDatabase(pool)
    let instance = UUID.v7().lowercased
    let replies = Queue.replies(instance: instance)
    let runEvents = Queue.runEvents(instance: instance)
    let client = AMQPClient(
      configuration: broker.configuration(for: gatewayUser), topology: .of(queues: [replies, runEvents]),
      logger: .silent)
    let commands = CommandClient(
      broker: client, replies: replies, appID: "api-gateway@test", timeout: commandTimeout,
      isDatabaseHealthy: { pool.isHealthy }, logger: .silent)
    let databaseReader = DatabaseReader(reader) { pool.isHealthy }
    let liveRuns = LiveRuns(reader: databaseReader, logger: .silent)
    let listener = RunEventListener(broker: client, queue: runEvents, runs: liveRuns, logger: .silent)
    let audit = AuditReporter(notices: commands, logger: .silent)
    let readiness = Readiness()
    readiness.add("database") { pool.isHealthy }
    readiness.add("replies") { client.isConnected && commands.isConsuming }
    readiness.add("events") { listener.isListening }
    let services = GatewayServices(
      reader: databaseReader, commands: commands, notices: commands, audit: audit,
      sealer: CredentialSealer(publicKey: SealingPrivateKey().publicKey), liveRuns: liveRuns,
      liveExecutors: LiveExecutors(), journal: JournalReader(client: client),
      offersSynthetic: true, isReady: { readiness.report().isReady })
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let server = try GatewayServer(
      .init(http: HTTPSettings(port: 0), adminKey: key, streams: streams), services: services,
      readiness: readiness, metrics: PrometheusRegistry(), logger: .silent,
      onListening: { continuation.yield($0) })
    return try await withThrowingTaskGroup(of: Void.self) { group in
      for service in [scheduler, writer, pool, client, commands, audit, liveRuns, listener, server]
        as [any Service]
      {
        group.addTask { try await service.run() }
      }
      defer { group.cancelAll() }
      var iterator = ports.makeAsyncIterator()
      let port = try #require(await iterator.next())
      let platform = GatewayPlatform(
        database: database, broker: broker, scheduler: scheduler, writer: writer, client: client,
        commands: commands, reader: reader, readiness: readiness, replies: replies,
        runEvents: runEvents, liveRuns: liveRuns, services: services, port: port)
      try await platform.becomeReady()
      return try await body(platform)
    }
  }

  func becomeReady() async throws {
    try await eventually(within: .seconds(60), "everything is connected") {
      readiness.report().isReady && scheduler.isConsuming && scheduler.client.isConnected
    }
    // The tests write by connections of their own, which come back when they do.
    try await eventually(within: .seconds(60), "the tests reach the database") { try await writer.answers() }
  }
}

extension Logger {
  static var silent: Logger { Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() } }
}

/// Returns once `condition` holds.
func eventually(
  within limit: Duration = .seconds(20), _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation,
  _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + limit
  while try await !condition() {
    try #require(ContinuousClock.now < deadline, what, sourceLocation: sourceLocation)
    try await Task.sleep(for: .milliseconds(10))
  }
}
