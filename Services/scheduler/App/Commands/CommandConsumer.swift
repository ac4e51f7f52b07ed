import AMQP
import Contracts
import Domain
import Logging
import Messaging
import ServiceLifecycle
import ServiceRuntime
import Telemetry

/// Takes commands from the queue all schedulers share, has them carried out, and answers.
///
/// A command is acknowledged last: whatever is interrupted comes again and is answered from the command log.
struct CommandConsumer: Service {
  let client: AMQPClient
  let schema: SchemaWatch
  let dispatcher: CommandDispatcher
  let replies: ReplyDesk
  let deadLetters: DeadLetterOffice
  let logger: Logger
  private let metrics = CommandMetrics()
  private let inFlight = InFlightWork()

  /// Wide enough to fill a batch of triggers while the one before is being committed.
  static let prefetch = 256
  /// Before a command goes back: what was in its way should have time to pass.
  private static let backoff = Backoff(initial: .milliseconds(50), cap: .seconds(3), jitter: 0.2)

  init(
    client: AMQPClient, schema: SchemaWatch, dispatcher: CommandDispatcher, replies: ReplyDesk,
    deadLetters: DeadLetterOffice, logger: Logger
  ) {
    self.client = client
    self.schema = schema
    self.dispatcher = dispatcher
    self.replies = replies
    self.deadLetters = deadLetters
    self.logger = logger
  }

  func run() async throws {
    let isReady = await cancelWhenGracefulShutdown { await schema.waitUntilCurrent() }
    guard isReady else { return }
    let consumer = try await client.consume(queue: Queue.commands.name, prefetch: Self.prefetch) { delivery in
      await inFlight.run { await handle(delivery) }
    }
    try? await gracefulShutdown()
    await consumer.cancel()
    await inFlight.drain()
  }

  private func handle(_ delivery: AMQPDelivery) async {
    do throws(EnvelopeError) {
      try delivery.checkTries()
      try await Envelope(delivery.message).processing(from: Queue.commands.name) {
        (command, span) async throws(EnvelopeError) in
        try await handle(command, delivery, span)
      }
    } catch {
      metrics.recordPoison()
      await deadLetters.file(delivery, from: Queue.commands.name, error)
    }
  }

  private func handle(
    _ command: Envelope, _ delivery: AMQPDelivery, _ span: ActiveSpan
  ) async throws(EnvelopeError) {
    let start = ContinuousClock.now
    switch try await dispatcher.dispatch(command) {
    case .send(let reply):
      if let address = ReplyAddress(command), await replies.send([(reply, address)]) != [true] {
        return await giveBack(delivery)
      }
      await delivery.ack()
      metrics.record(command.type, reply.outcome, took: .now - start)
    case .sent(let outcome):
      await delivery.ack()
      metrics.record(command.type, outcome, took: .now - start)
    case .notSent: await giveBack(delivery)
    case .passedOn: await delivery.ack()
    }
  }

  /// The command comes again, after a while, and is answered from the log.
  private func giveBack(_ delivery: AMQPDelivery) async {
    try? await Task.sleep(for: Self.backoff.delay(beforeRetry: delivery.deliveriesBefore + 1))
    await delivery.reject(requeue: true)
  }
}
