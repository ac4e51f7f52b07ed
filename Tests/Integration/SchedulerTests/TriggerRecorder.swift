import AMQP
import Contracts
import Foundation
import Messaging
import Synchronization

/// Takes the triggers of one endpoint, as its executor does, and counts them by run.
final class TriggerRecorder: Sendable {
  private let counts: CountedRuns
  private let consumer: AMQPConsumer

  init(endpoint: UUID, client: AMQPClient) async throws {
    let counts = CountedRuns()
    consumer = try await client.consume(queue: Queue.endpoint(endpoint).name, prefetch: 100) { delivery in
      if let trigger = try? Envelope(delivery.message).decode(RunTriggered.self) { counts.add(trigger.runID) }
      await delivery.ack()
    }
    self.counts = counts
  }

  func count(of run: UUID) -> Int { counts.value[run] ?? 0 }
  var runs: Set<UUID> { Set(counts.value.keys) }
  func stop() async { await consumer.cancel() }
}

/// How often each run was seen.
final class CountedRuns: Sendable {
  private let counts = Mutex<[UUID: Int]>([:])

  func add(_ run: UUID) { counts.withLock { $0[run, default: 0] += 1 } }
  var value: [UUID: Int] { counts.withLock { $0 } }
}
