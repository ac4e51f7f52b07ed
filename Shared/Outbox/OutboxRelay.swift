import AMQP
import Contracts
import Foundation
import Logging
import Metrics
import Postgres
import ServiceLifecycle
import Storage
import Telemetry

/// Publishes what the service's transactions decided (R8): takes the oldest messages, publishes them
/// persistent and confirmed, and deletes those that were confirmed, in the transaction that holds them. A
/// crash in between publishes again; the receiving side acts once.
///
/// ``wake()`` after a commit sends at once; the poll behind it finds what a crash left. Triggers for a queue that
/// does not take them are left to an `IsolatedRelay`, so that they cost the others a moment, once.
public struct OutboxRelay: Service {
  /// Called for a message that no queue took: may declare the queue, and says what becomes of the message. It
  /// must not touch the message's row, which the relay holds locked.
  public typealias RouteRepair = @Sendable (OutboxMessage) async throws -> UnroutableMessage

  private let database: PostgresPool
  private let client: AMQPClient
  private let appID: String
  private let repairRoute: RouteRepair
  private let beforeDelete: @Sendable () -> Void
  private let onPublished: @Sendable ([OutboxMessage]) -> Void
  private let logger: Logger
  private let bell: WakeBell
  private let quarantined: QuarantinedRoutes
  private let isolated: IsolatedRelay
  private let journal: JournalWait
  private let journalRelay: JournalRelay
  private let published = Counter(label: "nucleus.outbox.published")
  private let refused = Counter(label: "nucleus.outbox.refused")
  private let stalls = Counter(label: "nucleus.outbox.stalls")
  private let lastPass = Gauge(label: "nucleus.outbox.last_pass_timestamp")

  static let batchSize = 500
  static let pollInterval = Duration.seconds(1)
  /// A broker that confirms nothing for so long is taken to be held up by one of the messages.
  static let publishTimeout = Duration.seconds(3)
  private static let reconnectTime = Duration.seconds(5)

  /// - Parameters:
  ///   - client: nothing that others wait for should be published with it, since it may be held up for a moment.
  ///   - isolation: publishes what may be held up for long; the same client where there is no other.
  ///   - appID: the process, as the messages name their sender.
  ///   - beforeDelete: called after the broker has confirmed and before the rows go; for crash tests.
  ///   - onPublished: told what the broker has confirmed, once it has left the outbox.
  ///   - repairQueue: nil where the service may not make queues; triggers then wait until another one has.
  public init(
    database: PostgresPool, client: AMQPClient, isolation: AMQPClient? = nil, appID: String, logger: Logger,
    beforeDelete: @escaping @Sendable () -> Void = {},
    onPublished: @escaping @Sendable ([OutboxMessage]) -> Void = { _ in },
    repairRoute: @escaping RouteRepair = { _ in .keep },
    repairQueue: QueueRepair? = nil
  ) {
    let bell = WakeBell()
    let quarantined = QuarantinedRoutes()
    let journal = JournalWait()
    self.database = database
    self.client = client
    self.appID = appID
    self.repairRoute = repairRoute
    self.beforeDelete = beforeDelete
    self.onPublished = onPublished
    self.logger = logger
    self.bell = bell
    self.quarantined = quarantined
    self.journal = journal
    journalRelay = JournalRelay(
      database: database, client: isolation ?? client, appID: appID, journal: journal,
      wakeRelay: { bell.ring() }, logger: logger)
    isolated = IsolatedRelay(
      database: database, client: isolation ?? client, appID: appID, quarantined: quarantined,
      repairRoute: repairRoute, repairQueue: repairQueue, wakeRelay: { bell.ring() }, logger: logger)
  }

  /// Says that a transaction with new messages has committed.
  public func wake() { bell.ring() }

  public func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { await relayAll() }
        group.addTask { await OutboxGauge(database: database, logger: logger).run() }
        group.addTask { await isolated.run() }
        group.addTask { await journalRelay.run() }
      }
    }
    // What the services that have already stopped left behind: runs they handed back, for one.
    _ = try? await relayBatch()
  }

  private func relayAll() async {
    while !Task.isCancelled {
      do {
        // A full batch means that more may be waiting.
        while try await looked({ try await relayBatch() }) == Self.batchSize {}
      } catch is CancellationError {
        return
      } catch {
        logger.debug("outbox not relayed", metadata: ["error": "\(error)"])
      }
      await bell.wait(atMost: Self.pollInterval)
    }
  }

  /// Notes a look into the outbox, each batch of a long one: it is going on, however long it takes.
  private func looked(_ look: () async throws -> Int) async throws -> Int {
    let count = try await look()
    if client.isConnected { lastPass.record(Date().timeIntervalSince1970) }
    return count
  }

  private struct Batch: Sendable {
    /// What the broker has confirmed.
    var confirmed: [OutboxMessage] = []
    /// Confirmed, and the journal has them.
    var settled: [UUID] = []
    /// Confirmed, while the journal has not taken its copy.
    var uncopied: [UUID] = []
    /// Nobody is there to take them any more.
    var dropped: [UUID] = []
    /// Neither, while the journal has them: to be counted as what it holds.
    var droppedButCopied: [UUID] = []
    /// Routes of triggers that were not taken.
    var silent: Set<String> = []
    /// Whether the broker left a message without an answer.
    var isStalled = false
    /// Whether it was one that the journal has to confirm.
    var isJournalSilent = false
  }

  /// Sends what is waiting, up to a batch.
  /// - Returns: how many messages left the outbox.
  @discardableResult
  public func relayBatch() async throws -> Int {
    guard client.isConnected else { return 0 }
    let batch = try await database.transaction { transaction in
      let messages = try await OutboxStore.take(
        atMost: Self.batchSize, exceptTriggersOf: quarantined.routes, withEvents: !journal.isHeldUp,
        in: transaction)
      guard !messages.isEmpty else { return Batch() }
      var batch = Batch()
      let publication = await publish(messages)
      batch.isJournalSilent = publication.isJournalSilent
      for (message, result) in zip(messages, publication.results) {
        switch result {
        case .success:
          batch.confirmed.append(message)
          if publication.uncopied.contains(message.id) {
            batch.uncopied.append(message.id)
          } else {
            batch.settled.append(message.id)
          }
        case .failure(let error):
          await note(error, of: message, isCopied: !publication.uncopied.contains(message.id), in: &batch)
        }
      }
      published.increment(by: batch.confirmed.count)
      if !batch.confirmed.isEmpty { beforeDelete() }
      try await OutboxStore.remove(
        published: batch.settled + batch.droppedButCopied, by: appID, in: transaction)
      try await OutboxStore.keepForJournal(batch.uncopied, in: transaction)
      try await OutboxStore.discard(batch.dropped, in: transaction)
      return batch
    }
    onPublished(batch.confirmed)
    // Not before the rows are unlocked: the isolated relay takes them.
    quarantined.add(batch.silent)
    if batch.isJournalSilent { journal.holdUp() } else if !batch.uncopied.isEmpty { journal.wake() }
    if batch.isStalled { await breakStall() }
    return batch.settled.count + batch.uncopied.count + batch.dropped.count + batch.droppedButCopied.count
  }

  private struct Publication: Sendable {
    /// One for each message, in their order.
    var results: ArraySlice<Result<Void, AMQPError>>
    /// Those whose copy the journal has not confirmed.
    var uncopied: Set<UUID> = []
    /// Whether the journal has left a copy without an answer.
    var isJournalSilent = false
  }

  /// Publishes messages, and behind them the copies that the journal gets of some; while it takes none, they are left.
  private func publish(_ messages: [OutboxMessage]) async -> Publication {
    let isHeldUp = journal.isHeldUp
    let copies = messages.compactMap { message in
      message.journalCopy(from: appID, timeout: Self.publishTimeout).map { (message.id, $0) }
    }
    let sent = isHeldUp ? [] : copies
    let sendings = messages.map { $0.sending(from: appID) }
    let results = await client.publish(
      batch: sendings.map { $0.message.outgoing(from: appID, timeout: Self.publishTimeout) } + sent.map(\.1)
    )
    for (sending, result) in zip(sendings, results) { sending.span?.end(result) }
    var publication = Publication(results: results.prefix(messages.count))
    if isHeldUp { publication.uncopied = Set(copies.map(\.0)) }
    for ((id, _), result) in zip(sent, results.dropFirst(messages.count)) {
      guard case .failure(let error) = result else { continue }
      publication.uncopied.insert(id)
      if RelayFailure(error) == .silent { publication.isJournalSilent = true }
      logger.debug("the journal did not take a copy", metadata: ["error": "\(error)"])
    }
    return publication
  }

  private func note(
    _ error: AMQPError, of message: OutboxMessage, isCopied: Bool, in batch: inout Batch
  ) async {
    refused.increment()
    logger.debug("message not confirmed", metadata: ["type": "\(message.type)", "error": "\(error)"])
    switch RelayFailure(error) {
    case .unavailable: break
    case .silent:
      if error.code == .timedOut { batch.isStalled = true }
      if message.exchange == .triggers { batch.silent.insert(message.routingKey) }
      if message.exchange.journalWay == .bound { batch.isJournalSilent = true }
    case .unroutable:
      do {
        guard try await repairRoute(message) == .drop else { return }
        if isCopied { batch.droppedButCopied.append(message.id) } else { batch.dropped.append(message.id) }
      } catch {
        logger.warning(
          "route not repaired", metadata: ["routing-key": "\(message.routingKey)", "error": "\(error)"])
        if message.exchange == .triggers { batch.silent.insert(message.routingKey) }
      }
    }
  }

  /// The broker's end of the channel stands still; a new connection has a new one.
  private func breakStall() async {
    stalls.increment()
    logger.warning("the broker did not confirm in time; the outbox goes on with a new connection")
    await client.restartPublishing()
    try? await client.waitUntilConnected(timeout: Self.reconnectTime)
    bell.ring()
  }
}
