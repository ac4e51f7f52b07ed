import AMQP
import Foundation
import Logging
import Postgres
import Storage

/// Sends the journal what it did not take in time: copies that were left behind, and while it takes nothing at all,
/// now and then a message that it has to confirm, so that all others need not wait for it.
struct JournalRelay: Sendable {
  let database: PostgresPool
  let client: AMQPClient
  let appID: String
  let journal: JournalWait
  let wakeRelay: @Sendable () -> Void
  let logger: Logger

  static let batchSize = 50

  func run() async {
    while !Task.isCancelled {
      await journal.waitUntilDue()
      do {
        while client.isConnected, !Task.isCancelled, try await pass() {}
      } catch {
        logger.debug("the journal's copies are not relayed", metadata: ["error": "\(error)"])
      }
    }
  }

  /// - Returns: whether there may be more that the journal takes.
  private func pass() async throws -> Bool {
    let isTrial = journal.isHeldUp
    let limit = isTrial ? 1 : Self.batchSize
    let (messages, results) = try await database.transaction { transaction in
      let messages = try await OutboxStore.takeForJournal(atMost: limit, withEvents: isTrial, in: transaction)
      let results = await publish(messages)
      let taken = messages.filter { if case .success = results[$0.id] { true } else { false } }
      try await OutboxStore.remove(published: taken.map(\.id), by: appID, in: transaction)
      return (messages, results)
    }
    let failures = results.values.compactMap { result in
      if case .failure(let error) = result { RelayFailure(error) } else { nil }
    }
    if isTrial, failures.isEmpty {
      journal.release()
      wakeRelay()
      return true
    }
    if failures.contains(.silent) { journal.holdUp() }
    return failures.isEmpty && messages.count == limit
  }

  /// Each on a channel of its own: nothing else waits for these.
  private func publish(_ messages: [OutboxMessage]) async -> [UUID: Result<Void, AMQPError>] {
    await withTaskGroup(of: (UUID, Result<Void, AMQPError>).self) { group in
      for message in messages { group.addTask { (message.id, await publish(message)) } }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
  }

  private func publish(_ message: OutboxMessage) async -> Result<Void, AMQPError> {
    do throws(AMQPError) {
      try await client.publish(
        isolated: message.outgoing(from: appID, timeout: OutboxRelay.publishTimeout))
      return .success(())
    } catch {
      return .failure(error)
    }
  }
}
