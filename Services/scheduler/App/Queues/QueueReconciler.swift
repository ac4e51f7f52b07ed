import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Metrics
import Postgres
import ServiceLifecycle
import ServiceRuntime
import Storage

/// Makes the broker's queues those of the live endpoints: at the start, after each reconnect, and now and
/// then.
struct QueueReconciler: Service {
  let database: PostgresPool
  let client: AMQPClient
  let repairClient: AMQPClient
  let schema: SchemaWatch
  let logger: Logger
  private let lastPass = Gauge(label: "nucleus.queues.last_pass_timestamp")

  static let interval = Duration.seconds(300)
  static let retryInterval = Duration.seconds(2)
  static let concurrency = 8
  /// Deletions older than this were seen by many passes.
  static let deletedWithin = Duration.seconds(3_600)
  private static let watchInterval = Duration.milliseconds(250)

  init(
    database: PostgresPool, client: AMQPClient, repairClient: AMQPClient, schema: SchemaWatch, logger: Logger
  ) {
    self.database = database
    self.client = client
    self.repairClient = repairClient
    self.schema = schema
    self.logger = logger
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      guard await schema.waitUntilCurrent() else { return }
      while !Task.isCancelled {
        await connected()
        let isDone = await pass()
        await disconnected(orAfter: isDone ? Self.interval : Self.retryInterval)
      }
    }
  }

  /// - Returns: whether every queue is as it should be.
  func pass() async -> Bool {
    do {
      try await forEach(try await EndpointQueries.liveIDs(database)) { id in
        try await client.declare(Queue.endpoint(id))
      }
      // Read after that, so that the queue of an endpoint that was deleted meanwhile goes again.
      let deleted = try await EndpointQueries.deletedIDs(within: Self.deletedWithin, in: database)
      try await forEach(deleted) { id in
        try await repairClient.delete(Queue.endpoint(id))
      }
      lastPass.record(Date().timeIntervalSince1970)
      return true
    } catch {
      logger.debug("Queues not reconciled.", metadata: [LogKey.error: "\(error)"])
      return false
    }
  }

  private func forEach(
    _ ids: [UUID], _ work: @escaping @Sendable (UUID) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, id) in ids.enumerated() {
        if index >= Self.concurrency { try await group.next() }
        group.addTask { try await work(id) }
      }
      try await group.waitForAll()
    }
  }

  private func connected() async {
    while !client.isConnected, !Task.isCancelled { try? await Task.sleep(for: Self.watchInterval) }
  }

  private func disconnected(orAfter limit: Duration) async {
    let end = ContinuousClock.now + limit
    while client.isConnected, !Task.isCancelled, .now < end { try? await Task.sleep(for: Self.watchInterval) }
  }
}
