import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import ServiceRuntime
import Storage

/// Indexes the journal with one subscription to its stream.
///
/// Before anything of it is believed, a subscription shows the last messages that were indexed once more: a stream that
/// was lost and made anew holds others there, or none.
struct JournalSession: Sendable {
  /// Why a session was over.
  enum End: Sendable { case positionLost, interrupted, newStream }

  let client: AMQPClient
  let database: PostgresPool
  let settings: JournalSettings
  let holder: String
  let metrics: JournalMetrics
  let logger: Logger

  /// A message shows in the index so much later; under load, batches are full before.
  private static let linger = Duration.milliseconds(500)
  private static let batchSize = 1_000
  private static let overlap: Int64 = 8
  private static let checkInterval = Duration.seconds(30)
  private static let readTimeout = Duration.seconds(3)

  /// Indexes until the position is lost, the subscription is interrupted, or something fails.
  func index(from position: JournalPlace) async throws -> End {
    let inbox = JournalInbox(next: position, overlap: Self.overlap, capacity: Self.batchSize)
    let consumer = try await client.read(stream: Queue.journalName, from: { inbox.begin() }) {
      await inbox.put($0)
    }
    let result: Result<End, any Error>
    do {
      result = .success(try await index(inbox, from: position, by: consumer))
    } catch {
      result = .failure(error)
    }
    inbox.close()
    await consumer.cancel()
    return try result.get()
  }

  private func index(
    _ inbox: JournalInbox, from start: JournalPlace, by consumer: AMQPConsumer
  ) async throws -> End {
    var position = start
    var nextCheck = ContinuousClock.now
    while !Task.isCancelled {
      let batch = await inbox.take(within: JournalIndexer.renewal, linger: Self.linger)
      if let batch, try await JournalGeneration.isNew(by: batch.echo, in: database) {
        return try await beginGeneration(after: position)
      }
      if let batch, !batch.entries.isEmpty {
        guard
          try await JournalIndex.record(
            batch.entries, from: position, to: batch.next.offset, by: holder, during: JournalIndexer.ttl,
            in: database)
        else { return .positionLost }
        position = batch.next
        metrics.indexed(batch.entries, at: Date())
        // More is there already: the rest of this loop is for quiet moments.
        if batch.entries.count >= Self.batchSize { continue }
      } else {
        guard try await JournalIndex.keep(for: holder, during: JournalIndexer.ttl, in: database) else {
          return .positionLost
        }
        if inbox.isEnded { return .interrupted }
        guard try await isReading(consumer) else { continue }
        if !inbox.hasHeard, position.offset > 0, try await isNewStream(position) {
          return try await beginGeneration(after: position)
        }
        metrics.quiet(at: Date())
      }
      if ContinuousClock.now >= nextCheck {
        nextCheck = .now + Self.checkInterval
        try await lookAfter(position)
      }
    }
    return .interrupted
  }

  /// Whether the stream is being read. One that is not there any more is made anew.
  private func isReading(_ consumer: AMQPConsumer) async throws -> Bool {
    if consumer.isConsuming { return true }
    if consumer.lastError?.code == .notFound, client.isConnected {
      try await client.declare(.journal(settings.limits))
    }
    return false
  }

  /// Looks at the newest messages of a stream that did not show what was indexed last.
  private func isNewStream(_ position: JournalPlace) async throws -> Bool {
    let newest = try await JournalTail(client: client).newest(
      before: position, within: Self.readTimeout)
    return try await JournalGeneration.isNew(by: newest, in: database)
  }

  private func beginGeneration(after position: JournalPlace) async throws -> End {
    guard try await JournalGeneration.begin(after: position.generation, by: holder, in: database) else {
      return .positionLost
    }
    logger.warning(
      "The journal's stream is a new one; what the one before held is listed without its bodies.",
      metadata: ["generation": "\(position.generation + 1)"])
    return .newStream
  }

  /// Checks whether the journal is complete, and notes where its stream begins.
  private func lookAfter(_ position: JournalPlace) async throws {
    let report = try await JournalCompleteness.check(in: database)
    metrics.checked(report)
    if report.missing > 0 {
      logger.error(
        "The journal lacks messages.",
        metadata: ["relayed": "\(report.relayed)", "commands": "\(report.commands)"])
    }
    if let first = await JournalReader(client: client).firstOffset(within: Self.readTimeout) {
      try await JournalRetention.noteFirst(
        JournalPlace(generation: position.generation, offset: first), in: database)
    }
  }
}
