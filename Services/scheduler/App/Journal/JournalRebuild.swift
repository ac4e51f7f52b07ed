import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import Storage

/// Builds the index of the journal anew from the stream, while schedulers run or not.
public struct JournalRebuild: Sendable {
  /// Why the index could not be built.
  public enum Failure: Error, Sendable, CustomStringConvertible {
    case unreadable
    case positionLost
    case incomplete(missing: Int64)

    public var description: String {
      switch self {
      case .unreadable:
        "the stream \(Queue.journalName) cannot be read: is the broker up, and has a scheduler made the stream?"
      case .positionLost: "somebody else has begun to build the index: one at a time is enough"
      case .incomplete(let missing):
        "the stream stopped answering with \(missing) places to go; run it again, it begins anew"
      }
    }
  }

  private let client: AMQPClient
  private let database: PostgresPool
  private let holder: String
  private let patience: Duration
  private let progress: @Sendable (_ done: Int64, _ all: Int64) -> Void

  private static let ttl = Duration.seconds(30)
  private static let batchSize = 5_000

  /// - Parameters:
  ///   - client: may read the stream, and runs.
  ///   - holder: unique to the process.
  ///   - patience: how long the broker may take to answer; what has not come by then is not there.
  ///   - progress: told after each batch how many places of the stream are done.
  public init(
    client: AMQPClient, database: PostgresPool, holder: String, patience: Duration = .seconds(10),
    progress: @escaping @Sendable (_ done: Int64, _ all: Int64) -> Void
  ) {
    self.client = client
    self.database = database
    self.holder = holder
    self.patience = patience
    self.progress = progress
  }

  /// Rebuilds up to what the stream held at the beginning; a running scheduler goes on from there.
  /// - Returns: how many messages were indexed.
  /// - Throws: ``Failure``, or what the database says. What is indexed by then stays, and a scheduler goes on.
  public func run() async throws -> Int {
    let reader = JournalReader(client: client)
    guard let first = await reader.firstOffset(within: patience),
      let last = await reader.lastOffset(within: patience)
    else {
      guard try await isEmpty() else { throw Failure.unreadable }
      return 0
    }
    let result: Result<Int, any Error>
    do {
      result = .success(try await rebuild(from: first, through: last))
    } catch {
      result = .failure(error)
    }
    try await JournalIndex.release(holder, in: database)
    return try result.get()
  }

  private func rebuild(from first: Int64, through last: Int64) async throws -> Int {
    let start = JournalPlace(generation: try await generation(), offset: first)
    let isReset = try await database.transaction {
      try await JournalIndex.reset(to: start, by: holder, in: $0)
    }
    guard isReset else { throw Failure.positionLost }

    let inbox = JournalInbox(next: start, capacity: Self.batchSize)
    let consumer = try await client.read(stream: Queue.journalName, from: { inbox.begin() }) {
      await inbox.put($0)
    }
    let result: Result<Int, any Error>
    do {
      result = .success(try await index(inbox, from: start, through: last))
    } catch {
      result = .failure(error)
    }
    inbox.close()
    await consumer.cancel()
    return try result.get()
  }

  /// Whether the broker has the stream and nothing comes from it.
  private func isEmpty() async throws -> Bool {
    let heard = JournalInbox(next: JournalPlace(generation: 0, offset: 0), capacity: 1)
    let consumer = try await client.read(stream: Queue.journalName, from: { heard.begin() }, window: 1) {
      await heard.put($0)
    }
    let batch = await heard.take(within: patience, linger: .zero)
    let isRead = consumer.isConsuming
    heard.close()
    await consumer.cancel()
    return isRead && batch == nil
  }

  /// Takes the position.
  /// - Returns: the generation of the stream that is there now.
  private func generation() async throws -> Int64 {
    guard
      let position = try await JournalIndex.take(for: holder, during: Self.ttl, force: true, in: database)
    else { throw Failure.positionLost }
    let newest = try await JournalTail(client: client).newest(before: position, within: patience)
    guard try await JournalGeneration.isNew(by: newest, in: database) else { return position.generation }
    guard try await JournalGeneration.begin(after: position.generation, by: holder, in: database) else {
      throw Failure.positionLost
    }
    return position.generation + 1
  }

  private func index(_ inbox: JournalInbox, from start: JournalPlace, through last: Int64) async throws -> Int
  {
    let writer = JournalWriter(database: database, holder: holder, ttl: Self.ttl)
    let first = start.offset
    var position = start
    var count = 0
    while position.offset <= last {
      guard let batch = await inbox.take(within: patience, linger: .milliseconds(100)) else {
        throw Failure.incomplete(missing: last - position.offset + 1)
      }
      guard try await writer.record(batch.entries, from: position, to: batch.next.offset) else {
        throw Failure.positionLost
      }
      position = batch.next
      count += batch.entries.count
      progress(min(position.offset, last + 1) - first, last - first + 1)
    }
    return count
  }
}
