import AMQP
import Contracts
import Foundation
import Logging
import Metrics
import Postgres
import ServiceRuntime
import Storage

/// Files dead letters in the database, and copies them to the journal.
struct DeadLetterFiler: Sendable {
  let database: PostgresPool
  /// Publishes the copies.
  let client: AMQPClient
  let logger: Logger
  private let filed: [DeadLetterReason: Counter]

  private static let copyTimeout = Duration.seconds(2)

  init(database: PostgresPool, client: AMQPClient, logger: Logger) {
    self.database = database
    self.client = client
    self.logger = logger
    filed = Dictionary(
      uniqueKeysWithValues: DeadLetterReason.allCases.map {
        ($0, Counter(label: "nucleus.dead_letters.filed", dimensions: [("reason", $0.rawValue)]))
      })
  }

  /// Returns once it is filed; one that has been filed before changes nothing.
  func file(_ message: AMQPMessage, isRedelivered: Bool = false) async throws {
    let letter = FilingDecision.decide(message, isRedelivered: isRedelivered)
    guard try await DeadLetterStore.file(letter, in: database) else { return }
    await copyToJournal(message)
    filed[letter.reason]?.increment()
    logger.notice(
      "A dead letter was filed.",
      metadata: [
        "queue": "\(letter.queue)", "class": "\(letter.reason.rawValue)", "reason": "\(letter.words)",
      ])
  }

  /// The row is what counts: a copy that cannot be sent is let go.
  private func copyToJournal(_ message: AMQPMessage) async {
    var copy = message
    copy.properties = message.properties.fitted(leaving: 256).properties
    copy.properties.expiration = nil
    // The journal's index is to come out the same whenever it is built.
    copy.properties.timestamp = copy.properties.timestamp ?? Date()
    copy.properties.headers[EnvelopeHeader.journalExchange] = .string(Exchange.dead.rawValue)
    do {
      try await client.publish(
        copy, exchange: Exchange.journal.rawValue, routingKey: "", mandatory: false, timeout: Self.copyTimeout
      )
    } catch {
      logger.debug("A dead letter was not copied to the journal.", metadata: [LogKey.error: "\(error)"])
    }
  }
}
