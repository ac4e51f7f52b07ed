import AMQP
import Connectors
import Contracts
import Domain
import Foundation
import JSON
import Logging
import Messaging
import Outbox
import Postgres
import RunExecutor
import Sealing
import Storage
import TestSupport
import Testing

/// A database and a broker of the suite's own, with the part of a scheduler that executors depend on.
struct Platform: Sendable {
  let database: MigratedDatabase
  let broker: PrivateBroker
  /// The scheduler's pool.
  let scheduler: PostgresPool
  /// The scheduler's client: may do everything.
  let client: AMQPClient
  /// Publishes the scheduler's outbox.
  let relay: OutboxRelay
  let key = SealingPrivateKey()

  /// The executors' account, with the permissions of the product.
  static let executorUser = PrivateBrokerUser(
    name: "nucleus_executor", password: "private-executor",
    configure: #"^nucleus\.executor\.(?!(requests|webhooks)$)"#,
    write: #"^nucleus\.(events|replies|triggers|control|dead|journal|executor\..*)$"#,
    read: #"^nucleus\.(endpoint\..*|executor\..*|events|control)$"#)

  private static let journalLimits = StreamLimits(maximumAge: 3_600, maximumBytes: 100_000_000)

  /// Runs `body` on a running platform.
  static func with<R: Sendable>(
    database: MigratedDatabase, broker: PrivateBroker, _ body: (Platform) async throws -> R
  ) async throws -> R {
    let scheduler = PostgresPool(configuration: database.configuration(.scheduler), size: 4, logger: .silent)
    let topology = AMQPTopology.of(
      exchanges: Exchange.allCases, queues: [.journal(journalLimits), .requests, .webhooks, .dead])
    let client = AMQPClient(configuration: broker.configuration(), topology: topology, logger: .silent)
    let relay = OutboxRelay(database: scheduler, client: client, appID: "scheduler@test", logger: .silent)
    let platform = Platform(
      database: database, broker: broker, scheduler: scheduler, client: client, relay: relay)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await scheduler.run() }
      group.addTask { try await client.run() }
      group.addTask { try await relay.run() }
      defer { group.cancelAll() }
      try await client.waitUntilConnected()
      return try await body(platform)
    }
  }

  /// Registers an endpoint as a scheduler does, with its queue and `count` collections.
  /// - Parameter telling: whether executors hear of it.
  func register(
    _ parameters: JSONValue, collections count: Int = 1, sealed: [String: String] = [:], telling: Bool = true,
    _ change: (inout Endpoint) -> Void = { _ in }
  ) async throws -> Registered {
    let id = UUID.v7()
    let now = Date()
    var endpoint = Endpoint(
      id: id, sourceID: "source-\(id.lowercased)", projectID: nil, name: "Sample", description: nil,
      verb: "POST",
      url: "synthetic://sample", authPolicy: nil, domain: nil, labels: [], kind: "synthetic",
      parameters: parameters, sealedFields: Array(sealed.keys), capabilities: nil, isEnabled: true,
      health: .unknown, detectedVersion: nil, versionHint: nil, createdAt: now, updatedAt: now,
      deletedAt: nil,
      deletionReason: nil)
    change(&endpoint)
    let asked = endpoint
    try await client.declare(Queue.endpoint(id))
    let registered = try await scheduler.transaction { transaction in
      let stored = try #require(try await EndpointStore.insert(asked, sealed: sealed, in: transaction))
      var collections: [UUID] = []
      for index in 0..<count {
        let collection = MetadataCollection(
          id: .v7(), endpointID: id, name: "collection-\(index)", isEnabled: true, schedule: nil,
          filters: nil,
          createdAt: now, updatedAt: now, deletedAt: nil)
        collections.append(try await CollectionStore.put(collection, in: transaction).collection.id)
      }
      let cause = MessageCause(messageID: UUID.v7().lowercased, correlationID: nil, traceparent: nil)
      if telling {
        try await OutboxStore.add(
          [OutboxMessage.event(.endpointRegistered, endpoint: id, causedBy: cause)], to: transaction)
      }
      return Registered(endpoint: stored, collections: collections)
    }
    relay.wake()
    return registered
  }

  /// Makes one queued run of a collection and sends its trigger.
  @discardableResult
  func trigger(_ registered: Registered, collection index: Int = 0, filters: JSONValue? = nil) async throws
    -> UUID
  {
    let run = RunCreation.NewRun(
      collectionID: registered.collections[index], endpointID: registered.endpoint.id, trigger: .manual,
      requestedBy: "test", filters: filters,
      cause: MessageCause(messageID: UUID.v7().lowercased, correlationID: nil, traceparent: nil))
    let made = try await scheduler.transaction { try await RunCreation.insert([run], in: $0) }
    relay.wake()
    return try #require(made.first).id
  }

  /// Sends a trigger by hand, as a duplicate.
  func publishTrigger(of run: UUID, to endpoint: UUID) async throws {
    let trigger = RunTriggered(runID: run, endpointID: endpoint)
    let envelope = Envelope(
      type: .runTriggered, runID: run, endpointID: endpoint, appID: "test",
      body: try MessageCodec.encode(trigger))
    try await client.publish(
      envelope, to: .triggers, routingKey: RoutingKey.trigger(endpoint: endpoint), mandatory: true)
  }

  /// Deletes an endpoint as a scheduler does: its runs end, its queue goes, executors are told.
  func delete(_ registered: Registered) async throws {
    let endpoint = registered.endpoint.id
    try await scheduler.transaction { transaction in
      _ = try await EndpointStore.delete(endpoint, reason: "test", in: transaction)
      try await RunEnding.skipQueued(
        endpoint: endpoint, .deleted, text: "the endpoint was deleted", in: transaction)
      try await RunEnding.cancel(
        .runningOf(endpoint: endpoint), text: "the endpoint was deleted", actor: "test", in: transaction)
      let cause = MessageCause(messageID: UUID.v7().lowercased, correlationID: nil, traceparent: nil)
      try await OutboxStore.add(
        [OutboxMessage.event(.endpointDeleted, endpoint: endpoint, causedBy: cause)], to: transaction)
    }
    relay.wake()
    try await client.deleteQueue(Queue.endpoint(endpoint).name)
  }

  // MARK: What has become of it

  func run(_ id: UUID) async throws -> Run {
    try #require(try await RunQueries.find([id], in: scheduler)[id])
  }

  /// Waits for the end of a run.
  func end(of id: UUID, within limit: Duration = .seconds(20)) async throws -> Run {
    try await eventually(within: limit, "the run ends") { try await run(id).status.isTerminal }
    return try await run(id)
  }

  func transitions(of run: UUID) async throws -> [String] {
    let transitions = try await RunQueries.transitions(of: [run], in: scheduler)[run] ?? []
    return transitions.map { "\($0.from?.rawValue ?? "-") \($0.to.rawValue) \($0.attempt)" }
  }

  func activities(of run: UUID) async throws -> [String] {
    let activities = try await RunQueries.activities(of: [run], in: scheduler)[run] ?? []
    return activities.map { "\($0.name) \($0.attempt) \($0.outcome.rawValue)" }
  }

  func datasets(of endpoint: UUID) async throws -> [CatalogDataset] {
    var filter = CatalogQueries.Filter()
    filter.endpointID = endpoint
    return try await CatalogQueries.list(filter, page: Page(first: 500), in: scheduler)
  }
}

/// An endpoint with its collections.
struct Registered: Sendable {
  let endpoint: Endpoint
  let collections: [UUID]
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
