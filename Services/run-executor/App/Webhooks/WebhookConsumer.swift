import AMQP
import Contracts
import Logging
import Messaging
import Postgres
import Synchronization

/// Takes the messages about webhooks that have something due. A message is acknowledged when its turn is over; one that
/// comes again finds its lease taken, and nothing happens.
final class WebhookConsumer: Sendable {
  private let database: PostgresPool
  private let sender: WebhookSender
  private let options: WebhookOptions
  private let deadLetters: DeadLetterOffice
  private let logger: Logger
  private let isStopping = Atomic(false)

  init(
    database: PostgresPool, sender: WebhookSender, options: WebhookOptions, deadLetters: DeadLetterOffice,
    logger: Logger
  ) {
    self.database = database
    self.sender = sender
    self.options = options
    self.deadLetters = deadLetters
    self.logger = logger
  }

  func handle(_ delivery: AMQPDelivery) async {
    let message: DeliverWebhook
    do throws(EnvelopeError) {
      try delivery.checkTries()
      let envelope = try Envelope(delivery.message)
      guard envelope.type == .webhookDeliver else {
        throw EnvelopeError(
          .wrongQueue, reason: "\(envelope.type.rawValue) is no message about webhooks")
      }
      message = try envelope.decode()
    } catch {
      await deadLetters.file(delivery, from: Queue.webhooks.name, error)
      return
    }
    let session = WebhookSession(
      database: database, sender: sender, options: options, logger: logger,
      isStopping: { self.isStopping.load(ordering: .relaxed) })
    await session.run(message)
    await delivery.ack()
  }

  /// Has turns end after the round that they are in.
  func stop() { isStopping.store(true, ordering: .relaxed) }
}
