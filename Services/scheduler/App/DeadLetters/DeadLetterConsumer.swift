import AMQP
import Contracts
import Domain
import Logging
import ServiceLifecycle
import ServiceRuntime
import Synchronization

/// Takes what is in the queue of dead letters and has it filed. A dead letter is acknowledged once it is.
///
/// The queue drops what was delivered too often, so that one that cannot be filed now is not given back: it is held and
/// tried again, beside the others.
final class DeadLetterConsumer: Service {
  private let client: AMQPClient
  private let schema: SchemaWatch
  private let filer: DeadLetterFiler
  private let logger: Logger
  private let inFlight = InFlightWork()
  private let isEnding = Atomic(false)

  static let prefetch = 8
  private static let backoff = Backoff(initial: .milliseconds(100), cap: .seconds(5), jitter: 0.2)

  init(client: AMQPClient, schema: SchemaWatch, filer: DeadLetterFiler, logger: Logger) {
    self.client = client
    self.schema = schema
    self.filer = filer
    self.logger = logger
  }

  func run() async throws {
    let isReady = await cancelWhenGracefulShutdown { await self.schema.waitUntilCurrent() }
    guard isReady else { return }
    let consumer = try await client.consume(queue: Queue.dead.name, prefetch: Self.prefetch) {
      [weak self] delivery in
      guard let self else { return }
      await self.inFlight.run { await self.handle(delivery) }
    }
    try? await gracefulShutdown()
    isEnding.store(true, ordering: .relaxed)
    await consumer.cancel()
    await inFlight.drain()
  }

  private func handle(_ delivery: AMQPDelivery) async {
    var failures = 0
    while !isEnding.load(ordering: .relaxed), !Task.isCancelled {
      do {
        try await filer.file(delivery.message, isRedelivered: delivery.isRedelivered)
        return await delivery.ack()
      } catch {
        failures += 1
        logger.log(
          level: failures == 1 ? .warning : .debug, "A dead letter was not filed.",
          metadata: [LogKey.error: "\(error)"])
        try? await Task.sleep(for: Self.backoff.delay(beforeRetry: failures))
      }
    }
    await delivery.reject(requeue: true)
  }
}
