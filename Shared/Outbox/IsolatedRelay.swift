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
  /// A queue is given up only when it has kept a single message waiting for so long.
  static let proofTimeout = Duration.seconds(5)
  static let batchSize = 500
  private static let retryInterval = Duration.milliseconds(250)

  private enum Outcome: Sendable {
    /// The message is done with.
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
      try await OutboxStore.remove(settled, in: transaction)
      return silent
    }
    for route in silent {
      guard !Task.isCancelled else { return }
      try await prove(route)
    }
  }

  private func tryAll(_ messages: [OutboxMessage]) async -> (settled: [UUID], silent: [String]) {
    await withTaskGroup(of: (OutboxMessage, Outcome).self) { group in
      for message in messages {
        group.addTask { (message, await attempt(message, timeout: Self.trialTimeout)) }
      }
      var settled: [UUID] = []
      var silent: [String] = []
      for await (message, outcome) in group {
        switch outcome {
        case .settled:
          settled.append(message.id)
          // At once, since its other messages need not wait for the rest of this pass.
          release(message.routingKey)
        case .silent: silent.append(message.routingKey)
        case .failed: quarantined.failed(message.routingKey)
        }
      }
      return (settled, silent)
    }
  }

  /// Tries once more with a longer wait; a queue that is silent again is repaired. The message's lock keeps other
  /// relays from repairing the same queue.
  private func prove(_ route: String) async throws {
    let isReleased = try await database.transaction { transaction in
      let messages = try await OutboxStore.takeOldestTrigger(ofEach: [route], in: transaction)
      guard let message = messages.first else { return false }
      guard await settle(message) else { return false }
      try await OutboxStore.remove([message.id], in: transaction)
      return true
    }
    if isReleased { release(route) } else { quarantined.failed(route) }
  }

  private func settle(_ message: OutboxMessage) async -> Bool {
    switch await attempt(message, timeout: Self.proofTimeout) {
    case .settled: return true
    case .failed: return false
    case .silent(let error):
      guard let repairQueue else { return false }
      do {
        try await repairQueue(message, error)
        repaired.increment()
      } catch {
        logger.warning(
          "queue not repaired", metadata: ["routing-key": "\(message.routingKey)", "error": "\(error)"])
        return false
      }
      if case .settled = await attempt(message, timeout: Self.trialTimeout) { return true }
      return false
    }
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
