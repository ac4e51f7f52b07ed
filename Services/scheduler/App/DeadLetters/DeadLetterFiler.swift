import AMQP
import Contracts
import Logging
import Messaging
import Metrics
import Postgres
import ServiceRuntime
import Storage

/// Files dead letters in the database, and copies them to the journal.
struct DeadLetterFiler: Sendable {
  let database: PostgresPool
  let copies: JournalCopier
  let logger: Logger
  private let filed: [DeadLetterReason: Counter]

  init(database: PostgresPool, copies: JournalCopier, logger: Logger) {
    self.database = database
    self.copies = copies
    self.logger = logger
    filed = Dictionary(
      uniqueKeysWithValues: DeadLetterReason.allCases.map {
        ($0, Counter(label: "nucleus.dead_letters.filed", dimensions: [("reason", $0.rawValue)]))
      })
  }

  /// Returns once it is filed; one that has been filed before changes nothing.
  func file(_ message: AMQPMessage, isRedelivered: Bool = false) async throws {
    let letter = FilingDecision.decide(message, isRedelivered: isRedelivered)
    guard let id = try await DeadLetterStore.file(letter, in: database) else { return }
    // It is filed, whatever becomes of the copy: the keeper makes up for one that is missing.
    if await copies.copy(message, of: .dead, routingKey: "") {
      try? await DeadLetterStore.noteJournaled([id], in: database)
    }
    filed[letter.reason]?.increment()
    logger.notice(
      "A dead letter was filed.",
      metadata: [
        "queue": "\(letter.queue)", "class": "\(letter.reason.rawValue)", "reason": "\(letter.words)",
      ])
  }
}
