import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import ServiceLifecycle
import ServiceRuntime
import Storage

/// Keeps the index of the journal: reads the stream from where the index ends and writes what it finds, with how far
/// it has come, in one statement. Of all schedulers one does so; the others wait for it to go.
struct JournalIndexer: Service {
  let client: AMQPClient
  let database: PostgresPool
  let schema: SchemaWatch
  let settings: JournalSettings
  /// Unique to the process.
  let holder: String
  let logger: Logger
  private let metrics = JournalMetrics()

  /// How long the position of a process that died is kept for it.
  static let ttl = Duration.seconds(10)
  private static let renewal = Duration.seconds(3)
  /// A message shows in the index so much later; under load, batches are full before.
  private static let linger = Duration.milliseconds(500)
  private static let batchSize = 1_000
  private static let checkInterval = Duration.seconds(30)
  private static let pruneBatch = 5_000
  private static let readTimeout = Duration.seconds(3)

  init(
    client: AMQPClient, database: PostgresPool, schema: SchemaWatch, settings: JournalSettings,
    holder: String,
    logger: Logger
  ) {
    self.client = client
    self.database = database
    self.schema = schema
    self.settings = settings
    self.holder = holder
    self.logger = logger
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      guard await schema.waitUntilCurrent() else { return }
      while !Task.isCancelled {
        do {
          if let position = try await JournalIndex.take(for: holder, during: Self.ttl, in: database) {
            try await index(from: position)
          } else {
            metrics.standby()
          }
        } catch is CancellationError {
        } catch {
          logger.warning("The journal is not indexed.", metadata: [LogKey.error: "\(error)"])
        }
        try? await Task.sleep(for: Self.renewal)
      }
    }
    try? await JournalIndex.release(holder, in: database)
  }

  /// Indexes until the position is lost or something fails.
  private func index(from position: Int64) async throws {
    let inbox = JournalInbox(next: position, capacity: Self.batchSize)
    let consumer = try await client.read(stream: Queue.journalName, from: { .offset(inbox.next) }) {
      await inbox.put($0)
    }
    let result: Result<Void, any Error>
    do {
      result = .success(try await index(inbox, from: position))
    } catch {
      result = .failure(error)
    }
    inbox.close()
    await consumer.cancel()
    try result.get()
  }

  private func index(_ inbox: JournalInbox, from start: Int64) async throws {
    var position = start
    var nextCheck = ContinuousClock.now
    while !Task.isCancelled {
      if let batch = await inbox.take(within: Self.renewal, linger: Self.linger) {
        guard
          try await JournalIndex.record(
            batch.entries, from: position, to: batch.next, by: holder, during: Self.ttl, in: database)
        else { return }
        position = batch.next
        metrics.indexed(batch.entries, at: Date())
        // More is there already: the rest of this loop is for quiet moments.
        if batch.entries.count >= Self.batchSize { continue }
      } else {
        guard try await JournalIndex.keep(for: holder, during: Self.ttl, in: database) else { return }
        metrics.quiet(at: Date())
      }
      if ContinuousClock.now >= nextCheck {
        nextCheck = .now + Self.checkInterval
        try await lookAfter()
      }
    }
  }

  /// Checks whether the journal is complete, and forgets what is too old.
  private func lookAfter() async throws {
    let report = try await JournalCompleteness.check(in: database)
    metrics.checked(report)
    if report.missing > 0 {
      logger.error(
        "The journal lacks messages.",
        metadata: ["relayed": "\(report.relayed)", "commands": "\(report.commands)"])
    }
    if let first = await JournalReader(client: client).firstOffset(within: Self.readTimeout) {
      try await JournalRetention.noteFirst(first, in: database)
    }
    while try await JournalRetention.prune(
      olderThan: settings.indexAge, atMost: Self.pruneBatch, in: database)
      == Self.pruneBatch, !Task.isCancelled
    {}
  }
}
