import AMQP
import Contracts
import Storage

/// Looks at the end of the journal's stream, apart from those who read it.
struct JournalTail: Sendable {
  let client: AMQPClient

  /// The newest messages come together, in one chunk.
  private static let linger = Duration.milliseconds(100)
  private static let most = 64

  /// Some of the newest messages that lie before a place.
  /// - Parameter limit: how long to wait for them; none come from an empty stream.
  func newest(before place: JournalPlace, within limit: Duration) async throws -> [JournalEntry] {
    let inbox = JournalInbox(next: place, overlap: place.offset, capacity: Self.most)
    let consumer = try await client.read(stream: Queue.journalName, from: { .last }, window: Self.most) {
      await inbox.put($0)
    }
    let batch = await inbox.take(within: limit, linger: Self.linger)
    inbox.close()
    await consumer.cancel()
    return batch?.echo ?? []
  }
}
