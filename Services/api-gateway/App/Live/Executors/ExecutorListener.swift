import AMQP
import Contracts
import Logging
import Messaging
import ServiceLifecycle

/// Hears what executors say of themselves.
public struct ExecutorListener: Service {
  private static let prefetch = 100

  private let broker: AMQPClient
  private let queue: Queue
  private let executors: LiveExecutors
  private let deadLetters: DeadLetterOffice

  /// - Parameters:
  ///   - broker: its topology holds `queue`.
  ///   - queue: the queue of this process.
  public init(broker: AMQPClient, queue: Queue, executors: LiveExecutors, logger: Logger) {
    self.broker = broker
    self.queue = queue
    self.executors = executors
    deadLetters = DeadLetterOffice(client: broker, logger: logger)
  }

  /// Listens until graceful shutdown.
  public func run() async throws {
    let consumer = try await broker.consume(queue: queue.name, prefetch: Self.prefetch, exclusive: true) {
      [executors, deadLetters, queue] delivery in
      do throws(EnvelopeError) {
        let envelope = try Envelope(delivery.message)
        if envelope.type == .executorHeartbeat { executors.receive(try envelope.decode()) }
        await delivery.ack()
      } catch {
        await deadLetters.file(hint: delivery, from: queue.name, error)
      }
    }
    try? await gracefulShutdown()
    await consumer.cancel()
  }
}
