import AMQP
import Foundation
import Logging
import Metrics
import Postgres
import Storage

/// Publishes the triggers of routes under quarantine, one of each at a time and each on a channel of its own, and
/// has the queues repaired that still do not take any.
struct IsolatedRelay: Sendable {
  let database: PostgresPool
  let client: AMQPClient
  let appID: String
  let quarantined: QuarantinedRoutes
  let repairRoute: OutboxRelay.RouteRepair
  let repairQueue: QueueRepair?
  let wakeRelay: @Sendable () -> Void
  let logger: Logger
  private let repaired = Counter(label: "nucleus.outbox.repaired_queues")

  /// Most routes under quarantine are there only because their messages were behind another's.
  static let trialTimeout = Duration.seconds(2)
  static let batchSize = 500
  private static let retryInterval = Duration.milliseconds(250)

  private enum Outcome: Sendable {
    /// The message is done with, but for the journal's copy.
    case settled
    /// The queue does not take it.
    case silent(AMQPError)
    case failed
  }

  init(
    database: PostgresPool, client: AMQPClient, appID: String, quarantined: QuarantinedRoutes,
    repairRoute: @escaping OutboxRelay.RouteRepair, repairQueue: QueueRepair?,
    wakeRelay: @escaping @Sendable () -> Void, logger: Logger
  ) {
    self.database = database
    self.client = client
    self.appID = appID
    self.quarantined = quarantined
    self.repairRoute = repairRoute
    self.repairQueue = repairQueue
    self.wakeRelay = wakeRelay
    self.logger = logger
  }

  func run() async {
    while !Task.isCancelled {
      await quarantined.waitUntilDue()
      do {
        if client.isConnected {
          try await pass()
          continue
        }
      } catch {
        logger.debug("quarantined messages not relayed", metadata: ["error": "\(error)"])
      }
      try? await Task.sleep(for: Self.retryInterval)
    }
  }

  /// Tries each route that is due with one message.
  private func pass() async throws {
    let routes = quarantined.due(atMost: Self.batchSize)
    guard !routes.isEmpty else { return }
    let silent = try await database.transaction { transaction in
      let messages = try await OutboxStore.takeOldestTrigger(ofEach: routes, in: transaction)
      let waiting = try await OutboxStore.waiting(amongst: routes, in: transaction)
      for route in routes where !waiting.contains(route) { quarantined.release(route) }
      // Another relay has that message in its hands.
      for route in waiting.subtracting(messages.map(\.routingKey)) { quarantined.failed(route) }
      let (settled, silent) = await tryAll(messages)
      try await OutboxStore.keepForJournal(settled, in: transaction)
      return silent
    }
    for (route, error) in silent {
      guard !Task.isCancelled else { return }
      try await repair(route, after: error)
    }
  }

  private func tryAll(_ messages: [OutboxMessage]) async -> (
    settled: [UUID], silent: [(route: String, error: AMQPError)]
  ) {
    await withTaskGroup(of: (OutboxMessage, Outcome).self) { group in
      for message in messages {
        group.addTask { (message, await attempt(message, timeout: Self.trialTimeout)) }
      }
      var settled: [UUID] = []
      var silent: [(route: String, error: AMQPError)] = []
      for await (message, outcome) in group {
        switch outcome {
        case .settled:
          settled.append(message.id)
          // At once, since its other messages need not wait for the rest of this pass.
          release(message.routingKey)
        case .silent(let error): silent.append((message.routingKey, error))
        case .failed: quarantined.failed(message.routingKey)
        }
      }
      return (settled, silent)
    }
  }

  /// Has a queue repaired and tries again, while the message's lock keeps other relays from doing so too.
  private func repair(_ route: String, after error: AMQPError) async throws {
    let isReleased = try await database.transaction { transaction in
      let messages = try await OutboxStore.takeOldestTrigger(ofEach: [route], in: transaction)
      guard let message = messages.first else { return false }
      guard await isSettled(message, byRepairAfter: error) else { return false }
      try await OutboxStore.keepForJournal([message.id], in: transaction)
      return true
    }
    if isReleased { release(route) } else { quarantined.failed(route) }
  }

  private func isSettled(_ message: OutboxMessage, byRepairAfter error: AMQPError) async -> Bool {
    guard let repairQueue else { return false }
    do {
      try await repairQueue(message, error)
    } catch {
      logger.warning(
        "queue not repaired", metadata: ["routing-key": "\(message.routingKey)", "error": "\(error)"])
      return false
    }
    guard case .settled = await attempt(message, timeout: Self.trialTimeout) else { return false }
    repaired.increment()
    return true
  }

  private func attempt(_ message: OutboxMessage, timeout: Duration) async -> Outcome {
    do throws(AMQPError) {
      try await client.publish(isolated: message.outgoing(from: appID, timeout: timeout))
      return .settled
    } catch {
      switch RelayFailure(error) {
      case .silent: return .silent(error)
      case .unavailable: return .failed
      case .unroutable: return await isDropped(message) ? .settled : .failed
      }
    }
  }

  private func isDropped(_ message: OutboxMessage) async -> Bool {
    (try? await repairRoute(message)) == .drop
  }

  private func release(_ route: String) {
    quarantined.release(route)
    wakeRelay()
  }
}
