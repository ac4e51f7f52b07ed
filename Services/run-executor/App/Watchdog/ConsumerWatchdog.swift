import AMQP
import Contracts
import Foundation
import Logging
import Metrics
import Postgres
import ServiceRuntime
import Storage

/// Rebuilds consumers that are attached but deaf, and makes those that could not be made (R9).
///
/// What should have been delivered is known from the database in one statement; the broker is only asked about the
/// few queues that seem forgotten.
struct ConsumerWatchdog: Sendable {
  /// How many queues a pass asks the broker about.
  static let questions = 8

  let consumers: EndpointConsumers
  let client: AMQPClient
  let database: PostgresPool
  /// How the executor is named in its runs.
  let executor: String
  let interval: Duration
  let patience: Duration
  let logger: Logger
  private let deaf = Counter(label: "nucleus.consumers.rebuilt", dimensions: [("reason", "deaf")])
  private let missing = Counter(label: "nucleus.consumers.rebuilt", dimensions: [("reason", "missing")])
  private let lastPass = Gauge(label: "nucleus.consumers.last_check_timestamp")

  init(
    consumers: EndpointConsumers, client: AMQPClient, database: PostgresPool, executor: String,
    interval: Duration, patience: Duration, logger: Logger
  ) {
    self.consumers = consumers
    self.client = client
    self.database = database
    self.executor = executor
    self.interval = interval
    self.patience = patience
    self.logger = logger
  }

  /// Runs until the task is cancelled.
  func run() async {
    var judge = DeafnessJudge(patience: patience)
    while !Task.isCancelled {
      try? await Task.sleep(for: interval)
      guard client.isConnected else { continue }
      await makeMissing()
      await pass(&judge)
    }
  }

  private func makeMissing() async {
    for endpoint in await consumers.missing {
      guard await consumers.makeMissing(endpoint) else { continue }
      missing.increment()
      logger.notice("missing consumer made", metadata: [LogKey.endpointID: "\(endpoint.lowercased)"])
    }
  }

  private func pass(_ judge: inout DeafnessJudge) async {
    let overdue: [UUID: UUID]
    do {
      overdue = try await RunQueries.overdue(after: patience, of: executor, in: database)
    } catch {
      return logger.debug("overdue runs not read", metadata: [LogKey.error: "\(error)"])
    }
    let settled = await consumers.settled(among: Array(overdue.keys))
    let suspects = judge.suspects(overdue: overdue, consumers: settled, at: .now)
    for endpoint in suspects.prefix(Self.questions) {
      let ready = await ready(endpoint)
      guard judge.isDeaf(endpoint, ready: ready, at: .now) else { continue }
      guard await consumers.rebuild(endpoint) else { continue }
      deaf.increment()
      logger.warning(
        "deaf consumer rebuilt",
        metadata: [LogKey.endpointID: "\(endpoint.lowercased)", "ready": "\(ready ?? 0)"])
    }
    lastPass.record(Date().timeIntervalSince1970)
  }

  private func ready(_ endpoint: UUID) async -> Int? {
    do {
      return try await client.messageCount(of: Queue.endpoint(endpoint).name)
    } catch {
      logger.debug(
        "queue not inspected",
        metadata: [LogKey.endpointID: "\(endpoint.lowercased)", LogKey.error: "\(error)"])
      return nil
    }
  }
}
