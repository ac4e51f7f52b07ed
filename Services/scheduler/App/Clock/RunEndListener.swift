import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import ServiceLifecycle

/// Hears from the broker which runs have ended. Events are hints: what they miss, the clock finds by looking.
struct RunEndListener: Service {
  let client: AMQPClient
  let queue: Queue
  let ends: RunEnds
  let noteEnd: @Sendable () -> Void
  let logger: Logger

  private static let prefetch = 500

  func run() async throws {
    let consumer = try await client.consume(queue: queue.name, prefetch: Self.prefetch, exclusive: true) {
      [ends, noteEnd, logger] delivery in
      do {
        let event: RunEvent = try Envelope(delivery.message).decode()
        if let collection = event.collectionID { ends.add(collection) }
        noteEnd()
      } catch {
        logger.debug("An event cannot be read.", metadata: ["error": "\(error)"])
      }
      await delivery.ack()
    }
    try? await gracefulShutdown()
    await consumer.cancel()
  }
}
