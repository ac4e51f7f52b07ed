import AMQP
import APIGateway
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
  /// Where the gateway listens.
  let port: Int

  /// The gateway's account, with the permissions of the product.
  static let gatewayUser = PrivateBrokerUser(
    name: "nucleus_gateway", password: "private-gateway", configure: #"^nucleus\\.replies\\."#,
    write: #"^nucleus\\.(commands|replies\\..*)$"#, read: #"^nucleus\\.(replies.*|events|live\\..*)$"#)

  static func with<R: Sendable>(
    database: MigratedDatabase, broker: PrivateBroker, commandTimeout: Duration = .seconds(2),
    _ body: (GatewayPlatform) async throws -> R
  ) async throws -> R {
    let scheduler = StandInScheduler(configuration: broker.configuration())
    let writer = PostgresPool(configuration: database.configuration(.scheduler), size: 2, logger: .silent)
    let pool = PostgresPool(configuration: database.configuration(.gateway), size: 4, logger: .silent)
    let reader = CountingDatabase(pool)
    let replies = Queue.replies(instance: UUID.v7().lowercased)
    let client = AMQPClient(
      configuration: broker.configuration(for: gatewayUser), topology: .of(queues: [replies]), logger: .silent
    )
    let commands = CommandClient(
      broker: client, replies: replies, appID: "api-gateway@test", timeout: commandTimeout,
      isDatabaseHealthy: { pool.isHealthy }, logger: .silent)
    let readiness = Readiness()
    readiness.add("database") { pool.isHealthy }
    readiness.add("replies") { client.isConnected && commands.isConsuming }
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let server = try GatewayServer(
      .init(http: HTTPSettings(port: 0), adminKey: key),
      services: GatewayServices(
        reader: DatabaseReader(reader) { pool.isHealthy }, commands: commands,
        sealer: CredentialSealer(publicKey: SealingPrivateKey().publicKey), offersSynthetic: true,
        isReady: { readiness.report().isReady }),
      readiness: readiness, metrics: PrometheusRegistry(), logger: .silent,
      onListening: { continuation.yield($0) })
    return try await withThrowingTaskGroup(of: Void.self) { group in
      for service in [scheduler, writer, pool, client, commands, server] as [any Service] {
        group.addTask { try await service.run() }
      }
      defer { group.cancelAll() }
      var iterator = ports.makeAsyncIterator()
      let port = try #require(await iterator.next())
      let platform = GatewayPlatform(
        database: database, broker: broker, scheduler: scheduler, writer: writer, client: client,
        commands: commands, reader: reader, readiness: readiness, replies: replies, port: port)
      try await platform.becomeReady()
      return try await body(platform)
    }
  }

  func becomeReady() async throws {
    try await eventually(within: .seconds(60), "everything is connected") {
      readiness.report().isReady && scheduler.isConsuming && scheduler.client.isConnected
    }
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
