import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import ServiceLifecycle

/// Hears from the broker what happens to runs.
///
/// Events are hints: a message that cannot be read is put to the dead letters, and whenever the queue was away, the live runs are
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
  private let deadLetters: DeadLetterOffice

  /// - Parameters:
  ///   - broker: its topology holds `queue`.
  ///   - queue: the queue of this process.
  public init(broker: AMQPClient, queue: Queue, runs: LiveRuns, logger: Logger) {
    self.broker = broker
    self.queue = queue
    self.runs = runs
    deadLetters = DeadLetterOffice(client: broker, logger: logger)
  }

  /// Whether events arrive.
  public var isListening: Bool { runs.isListening }

  /// Listens until graceful shutdown.
  public func run() async throws {
    let consumer = try await broker.consume(queue: queue.name, prefetch: Self.prefetch, exclusive: true) {
      [runs, deadLetters, queue] delivery in
      do throws(EnvelopeError) {
        try Self.handle(delivery.message, runs)
        await delivery.ack()
      } catch {
        await deadLetters.file(hint: delivery, from: queue.name, error)
      }
    }
    await cancelWhenGracefulShutdown { await self.watch(consumer) }
    runs.listens(false)
    await consumer.cancel()
  }

  /// The body is read only where somebody wants to know.
  private static func handle(_ message: AMQPMessage, _ runs: LiveRuns) throws(EnvelopeError) {
    let envelope = try Envelope(message)
    if runs.isFollowed { runs.receive(try envelope.decode()) }
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
