import AMQP
import Contracts
import Domain
import Foundation
import JSON
import Logging
import Messaging
import Postgres
import Scheduler
import Storage
import TestSupport
import Testing

/// A database and a broker of the suite's own, a gateway to send commands with, and the executors' view of
/// the database.
struct SchedulerPlatform: Sendable {
  let database: MigratedDatabase
  let broker: PrivateBroker
  /// May do everything; where the tests look.
  let owner: PostgresPool
  let executor: PostgresPool
  let client: AMQPClient
  let gateway: TestGateway

  static let gatewayUser = PrivateBrokerUser(
    name: "nucleus_gateway", password: "private-gateway", configure: #"^nucleus\.replies\."#,
    write: #"^nucleus\.(commands|dead|replies\..*)$"#,
    read: #"^nucleus\.(replies.*|events|control|live\..*)$"#)
  static let schedulerUser = PrivateBrokerUser(
    name: "nucleus_scheduler", password: "private-scheduler", configure: #"^nucleus\."#,
    write: #"^nucleus\."#,
    read: #"^nucleus\."#)

  /// Runs `body` on a running platform.
  static func with<R: Sendable>(
    database: MigratedDatabase, broker: PrivateBroker, _ body: (SchedulerPlatform) async throws -> R
  ) async throws -> R {
    let owner = PostgresPool(configuration: database.configuration(.owner), size: 4, logger: .silent)
    let executor = PostgresPool(configuration: database.configuration(.executor), size: 4, logger: .silent)
    let client = AMQPClient(
      configuration: broker.configuration(),
      topology: .of(
        exchanges: Exchange.allCases,
        queues: [.journal(JournalSettings().limits), TestGateway.queue, .commands]), logger: .silent)
    let gateway = TestGateway(client: client)
    let platform = SchedulerPlatform(
      database: database, broker: broker, owner: owner, executor: executor, client: client, gateway: gateway)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await owner.run() }
      group.addTask { try await executor.run() }
      group.addTask { try await client.run() }
      defer { group.cancelAll() }
      try await client.waitUntilConnected()
      try await gateway.start()
      return try await body(platform)
    }
  }

  // MARK: Shortcuts

  /// A command that registers a synthetic endpoint.
  func registration(_ name: String = "Sample", sourceID: String? = nil) -> RegisterEndpoint {
    RegisterEndpoint(
      endpointID: .v7(), requestedBy: "test", sourceID: sourceID, name: name, kind: "synthetic",
      parameters: ["datasets": 3])
  }

  func register(_ name: String = "Sample") async throws -> (
    endpoint: Endpoint, collection: MetadataCollection
  ) {
    let endpoint = try await gateway.send(registration(name)).result(as: Endpoint.self)
    let collections = try await CollectionQueries.list(endpoints: [endpoint.id], in: owner)[endpoint.id]
    return (endpoint, try #require(collections?.first))
  }

  func trigger(
    _ collection: UUID, id: String = UUID.v7().lowercased, digest: String? = nil
  ) async throws -> CommandReply? {
    try await gateway.send(
      TriggerCollection(collectionID: collection, requestedBy: "test"), id: id, digest: digest)
  }

  func run(_ id: UUID) async throws -> Run { try #require(try await RunQueries.find([id], in: owner)[id]) }

  func lastReason(of run: UUID) async throws -> String? {
    try await RunQueries.transitions(of: [run], in: owner)[run]?.last?.reason
  }

  func count(_ sql: SQL) async throws -> Int {
    try #require(try await owner.query(sql).first).decode(at: 0)
  }

  /// Whether the broker has confirmed all that schedulers sent.
  var hasEmptyOutbox: Bool {
    get async throws {
      try await count("select count(*)::int8 from nucleus.outbox where producer = 'nucleus_scheduler'") == 0
    }
  }

  func queueLength(_ endpoint: UUID) async -> Int? {
    try? await client.messageCount(of: Queue.endpoint(endpoint).name)
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
