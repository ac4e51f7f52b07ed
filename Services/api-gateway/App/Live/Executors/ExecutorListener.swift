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
  private let logger: Logger

  /// - Parameters:
  ///   - broker: its topology holds `queue`.
  ///   - queue: the queue of this process.
  public init(broker: AMQPClient, queue: Queue, executors: LiveExecutors, logger: Logger) {
    self.broker = broker
    self.queue = queue
    self.executors = executors
    self.logger = logger
  }

  /// Listens until graceful shutdown.
  public func run() async throws {
    let consumer = try await broker.consume(queue: queue.name, prefetch: Self.prefetch, exclusive: true) {
      [executors, logger] delivery in
      do {
        let envelope = try Envelope(delivery.message)
        if envelope.type == .executorHeartbeat { executors.receive(try envelope.decode()) }
      } catch {
        logger.debug("A message cannot be read.", metadata: ["error": "\(error)"])
      }
      await delivery.ack()
    }
    try? await gracefulShutdown()
    await consumer.cancel()
  }
}
