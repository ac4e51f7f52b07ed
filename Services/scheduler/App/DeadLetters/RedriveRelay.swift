import AMQP
import Contracts
import Foundation
import JSON
import Logging
import Messaging
import Metrics
import Outbox
import Postgres
import ServiceLifecycle
import ServiceRuntime
import Storage

/// Publishes the dead letters that are to be sent again, whatever their bytes and types: at least once, like the outbox,
/// each on a channel of its own, since the queues they go to may be what was wrong.
struct RedriveRelay: Service {
  let database: PostgresPool
  let client: AMQPClient
  let copies: JournalCopier
  let queues: EndpointQueues
  let schema: SchemaWatch
  let appID: String
  let logger: Logger
  private let bell = WakeBell()
  private let sent = Counter(label: "nucleus.dead_letters.redriven")

  private static let batch = 50
  private static let pollInterval = Duration.seconds(2)
  private static let publishTimeout = Duration.seconds(5)
  /// Pause after a try in which nothing could be sent.
  private static let retryInterval = Duration.milliseconds(250)

  private enum Outcome: Sendable {
    /// The broker has it; of what the journal's completeness is counted by, whether the journal has it too.
    case sent(isCounted: Bool)
    case failed
    case pointless
  }

  private struct Batch: Sendable {
    var arrived: [UUID] = []
    var counted: [UUID] = []
    var failed: [UUID] = []
    var pointless: [UUID] = []
  }

  init(
    database: PostgresPool, client: AMQPClient, copies: JournalCopier, queues: EndpointQueues,
    schema: SchemaWatch, appID: String, logger: Logger
  ) {
    self.database = database
    self.client = client
    self.copies = copies
    self.queues = queues
    self.schema = schema
    self.appID = appID
    self.logger = logger
  }

  /// Says that there is something to send.
  func wake() { bell.ring() }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      guard await schema.waitUntilCurrent() else { return }
      while !Task.isCancelled {
        await relayAll()
        await bell.wait(atMost: Self.pollInterval)
      }
    }
  }

  private func relayAll() async {
    do {
      while !Task.isCancelled, client.isConnected {
        let (taken, sent) = try await relayBatch()
        if taken > 0, sent == 0 { try await Task.sleep(for: Self.retryInterval) }
        guard taken == Self.batch else { return }
      }
    } catch {
      logger.debug("Dead letters not sent again.", metadata: [LogKey.error: "\(error)"])
    }
  }

  /// - Returns: how many were tried, and how many of them are done with.
  private func relayBatch() async throws -> (taken: Int, settled: Int) {
    try await database.transaction { transaction in
      let redrives = try await RedriveStore.take(atMost: Self.batch, in: transaction)
      guard !redrives.isEmpty else { return (0, 0) }
      let batch = await publishAll(redrives)
      try await RedriveStore.remove(batch.arrived, in: transaction)
      try await JournalPublished.note(batch.counted, by: appID, in: transaction)
      try await RedriveStore.giveUp(
        batch.pointless, note: "could not be sent again: its endpoint has been deleted", in: transaction)
      try await RedriveStore.noteFailure(of: batch.failed, in: transaction)
      sent.increment(by: batch.arrived.count)
      return (redrives.count, batch.arrived.count + batch.pointless.count)
    }
  }

  private func publishAll(_ redrives: [Redrive]) async -> Batch {
    await withTaskGroup(of: (UUID, Outcome).self) { group in
      for redrive in redrives { group.addTask { (redrive.messageID, await publish(redrive)) } }
      return await group.reduce(into: Batch()) { batch, result in
        switch result {
        case (let id, .sent(let isCounted)):
          batch.arrived.append(id)
          if isCounted { batch.counted.append(id) }
        case (let id, .failed): batch.failed.append(id)
        case (let id, .pointless): batch.pointless.append(id)
        }
      }
    }
  }

  private func publish(_ redrive: Redrive) async -> Outcome {
    let outgoing = outgoing(redrive)
    do throws(AMQPError) {
      try await client.publish(isolated: outgoing)
      let isInJournal = await copies.copy(
        outgoing.message, of: redrive.exchange, routingKey: redrive.routingKey)
      return .sent(
        isCounted: isInJournal && JournalIndex.relayedExchanges.contains(redrive.exchange.rawValue))
    } catch {
      logger.debug(
        "A dead letter was not sent again.",
        metadata: ["message-id": "\(redrive.messageID.lowercased)", LogKey.error: "\(error)"])
      guard error.code == .unroutable, redrive.exchange == .triggers,
        let endpoint = UUID(uuidString: redrive.routingKey)
      else { return .failed }
      return (try? await queues.restore(endpoint)) == false ? .pointless : .failed
    }
  }

  private func outgoing(_ redrive: Redrive) -> AMQPOutgoing {
    var properties = AMQPProperties(
      messageID: redrive.messageID.lowercased, type: redrive.type, correlationID: redrive.correlationID,
      timestamp: Date(), appID: appID, contentType: redrive.contentType)
    for (name, value) in redrive.headers {
      if let text = value.stringValue { properties.headers[name] = .string(text) }
    }
    // What came from anywhere may be longer than it may be sent.
    return AMQPOutgoing(
      AMQPMessage(body: redrive.body, properties: properties.fitted(leaving: 0).properties),
      exchange: redrive.exchange.rawValue, routingKey: redrive.routingKey,
      // An event that nobody listens to is none the worse.
      mandatory: ![.events, .control].contains(redrive.exchange), timeout: Self.publishTimeout)
  }
}
