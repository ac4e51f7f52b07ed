import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import ServiceLifecycle

/// Hears from the broker what happens to runs.
///
/// Events are hints: a message that cannot be read is dropped, and whenever the queue was away, the live runs are
/// told that they have missed something.
public final class RunEventListener: Service {
  private static let prefetch = 1_000
  /// How precisely an interruption is noticed.
  private static let watchInterval = Duration.milliseconds(50)
  /// How long events may have been missing before a lost broker is noticed, with a margin for clocks that differ.
  private static let margin: TimeInterval = 60

  private let broker: AMQPClient
  private let queue: Queue
  private let runs: LiveRuns
  private let logger: Logger

  /// - Parameters:
  ///   - broker: its topology holds `queue`.
  ///   - queue: the queue of this process.
  public init(broker: AMQPClient, queue: Queue, runs: LiveRuns, logger: Logger) {
    self.broker = broker
    self.queue = queue
    self.runs = runs
    self.logger = logger
  }

  /// Whether events arrive.
  public var isListening: Bool { runs.isListening }

  /// Listens until graceful shutdown.
  public func run() async throws {
    let consumer = try await broker.consume(queue: queue.name, prefetch: Self.prefetch, exclusive: true) {
      [runs, logger] delivery in
      Self.handle(delivery, runs, logger)
      await delivery.ack()
    }
    await cancelWhenGracefulShutdown { await self.watch(consumer) }
    runs.listens(false)
    await consumer.cancel()
  }

  private static func handle(_ delivery: AMQPDelivery, _ runs: LiveRuns, _ logger: Logger) {
    guard runs.isFollowed else { return }
    do {
      runs.receive(try Envelope(delivery.message).decode())
    } catch {
      logger.debug("An event cannot be read.", metadata: ["error": "\(error)"])
    }
  }

  private func watch(_ consumer: AMQPConsumer) async {
    var subscriptions = 0
    var lastSeen = Date()
    repeat {
      let isConsuming = consumer.isConsuming
      let current = consumer.subscriptions
      if current > subscriptions {
        // The first one is no gap: nobody could subscribe before it.
        if subscriptions > 0 { runs.missed(since: lastSeen.addingTimeInterval(-Self.margin)) }
        subscriptions = current
      }
      runs.listens(isConsuming)
      if isConsuming { lastSeen = Date() }
    } while (try? await Task.sleep(for: Self.watchInterval)) != nil
  }
}
