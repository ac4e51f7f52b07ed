import AMQP
import Contracts
import Foundation
import Messaging
import ServiceLifecycle

/// Hears from the broker which runs have ended. Events are hints: what they miss, the clock finds by looking.
struct RunEndListener: Service {
  let client: AMQPClient
  let queue: Queue
  let ends: RunEnds
  let noteEnd: @Sendable () -> Void
  let deadLetters: DeadLetterOffice

  private static let prefetch = 500

  func run() async throws {
    let consumer = try await client.consume(queue: queue.name, prefetch: Self.prefetch, exclusive: true) {
      [ends, noteEnd, deadLetters, queue] delivery in
      do throws(EnvelopeError) {
        let envelope = try Envelope(delivery.message)
        guard envelope.type.rawValue.hasPrefix("run.") else {
          throw EnvelopeError(.wrongQueue, reason: "\(envelope.type.rawValue) is no event of a run")
        }
        let event: RunEvent = try envelope.decode()
        if let collection = event.collectionID { ends.add(collection) }
        noteEnd()
        await delivery.ack()
      } catch {
        await deadLetters.file(hint: delivery, from: queue.name, error)
      }
    }
    try? await gracefulShutdown()
    await consumer.cancel()
  }
}
