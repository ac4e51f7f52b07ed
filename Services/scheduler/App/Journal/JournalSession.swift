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
  enum End: Sendable {
    case positionLost
    case interrupted
    /// The connection was lost soon, before anything new had come by it.
    case cutOff
    case newStream
  }

  let client: AMQPClient
  let database: PostgresPool
  let holder: String
  let metrics: JournalMetrics
  let logger: Logger

  /// A message shows in the index so much later; under load, batches are full before.
  private static let linger = Duration.milliseconds(500)
  private static let batchSize = 1_000
  private static let overlap: Int64 = 8
  private static let checkInterval = Duration.seconds(30)
  /// A check reads the stream as well: what it meets there is not held against what lies at the position.
  private static let firstCheck = Duration.seconds(10)
  private static let readTimeout = Duration.seconds(3)
  /// An index that is not further behind has seen what is some seconds old.
  private static let caughtUp: TimeInterval = 5
  /// A connection that is lost within so long may have been lost for what came by it.
  private static let cutOffTime = Duration.seconds(5)
  /// How long nothing may come from behind a message that is passed over: there may be none to pass over.
  private static let passingTime = Duration.seconds(10)

  /// Indexes until the position is lost, the subscription is interrupted, or something fails.
  /// - Parameter passing: how many messages at the position are not read, since that has cost the connection.
  func index(from position: JournalPlace, passing: Int64 = 0) async throws -> End {
    let readable = try await JournalIndex.readable(before: position, overlap: Self.overlap, in: database)
    var next = position
    next.offset += passing
    let inbox = JournalInbox(
      next: next, overlap: passing > 0 ? 0 : min(Self.overlap, position.offset - readable),
      capacity: Self.batchSize)
    let consumer = try await client.read(stream: Queue.journalName, from: { inbox.begin() }) {
      await inbox.put($0)
    }
    let result: Result<End, any Error>
    do {
      result = .success(try await index(inbox, from: position, passing: passing, by: consumer))
    } catch {
      result = .failure(error)
    }
    inbox.close()
    await consumer.cancel()
    return try result.get()
  }

  private func index(
    _ inbox: JournalInbox, from start: JournalPlace, passing: Int64, by consumer: AMQPConsumer
  ) async throws -> End {
    let begin = ContinuousClock.now
    var position = start
    var passed = (0..<passing).map { offset in
      JournalEntry.unreadable(
        at: JournalPlace(generation: start.generation, offset: start.offset + offset), Date())
    }
    var nextCheck = begin + Self.firstCheck
    while !Task.isCancelled {
      let batch = await inbox.take(within: JournalIndexer.renewal, linger: Self.linger)
      if let batch, try await JournalGeneration.isNew(by: batch.echo, in: database) {
        return try await beginGeneration(after: position)
      }
      if let batch, !batch.entries.isEmpty {
        guard
          try await writer.record(passed + batch.entries, from: position, to: batch.next.offset)
        else { return .positionLost }
        notePassed(passed)
        passed = []
        position = batch.next
        metrics.indexed(batch.entries, at: Date())
        guard isCaughtUp(batch) else { continue }
      } else {
        guard try await JournalIndex.keep(for: holder, during: JournalIndexer.ttl, in: database) else {
          return .positionLost
        }
        if inbox.isEnded {
          let isCutOff =
            consumer.subscriptions > 0 && position == start && .now - begin < Self.cutOffTime
          return isCutOff ? .cutOff : .interrupted
        }
        // The client makes a stream anew that is not there.
        guard consumer.isConsuming else { continue }
        if !passed.isEmpty, .now - begin > Self.passingTime { return .interrupted }
        if inbox.lacksEcho, try await isNewStream(position) {
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

  private var writer: JournalWriter {
    JournalWriter(database: database, holder: holder, ttl: JournalIndexer.ttl)
  }

  /// Whether the index knows all but the last seconds. What it does not know then is missing.
  private func isCaughtUp(_ batch: JournalInbox.Batch) -> Bool {
    guard batch.entries.count < Self.batchSize, let last = batch.entries.last else { return false }
    return Date().timeIntervalSince(last.publishedAt) < Self.caughtUp
  }

  private func notePassed(_ entries: [JournalEntry]) {
    guard !entries.isEmpty else { return }
    logger.error(
      "Messages of the journal were passed over: whenever they came, the connection was lost.",
      metadata: ["count": "\(entries.count)", "places": "\(entries.map(\.messageID))"])
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
