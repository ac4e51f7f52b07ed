import AMQP
import Contracts
import Domain
import Foundation
import Messaging
import Postgres
import Storage

/// Finds the message that began a run in the journal.
public struct JournaledTrigger: Sendable {
  let connect: @Sendable () async throws -> PostgresConnection
  let reader: JournalReader

  /// How long the stream may take to answer.
  private static let patience = Duration.seconds(5)

  /// - Parameters:
  ///   - connect: to the platform's database, for the index.
  ///   - client: a connected client that may read the stream.
  public init(connect: @escaping @Sendable () async throws -> PostgresConnection, client: AMQPClient) {
    self.connect = connect
    reader = JournalReader(client: client)
  }

  /// The trigger of the run, of several the first, with where it was found.
  /// - Throws: a ``ReplayRefusal`` when the journal does not have it, has let it go, or does not answer.
  public func find(_ run: UUID) async throws -> (message: RunTriggered, source: String) {
    guard let entry = try await entry(of: run) else {
      throw ReplayRefusal(
        "the journal knows no trigger of this run: it is older than the journal's index, or not in it yet; replay it "
          + "without --from-journal")
    }
    switch await reading(of: entry) {
    case .found(let message):
      do throws(EnvelopeError) {
        let (_, trigger) = try TriggerIntake.trigger(in: message, of: entry.endpointID)
        return (
          trigger,
          "journal, offset \(entry.offset), message \(entry.messageID), sent by \(entry.sender) at "
            + Timestamp.format(entry.publishedAt)
        )
      } catch {
        throw ReplayRefusal(
          "the message at offset \(entry.offset) of the journal is not a trigger: \(error.reason)")
      }
    case .gone:
      throw ReplayRefusal(
        "the journal has let the message at offset \(entry.offset) go (NUCLEUS_JOURNAL_HOURS); replay the run without "
          + "--from-journal")
    case .tooMuch:
      throw ReplayRefusal("the message at offset \(entry.offset) of the journal is too large to be a trigger")
    case nil:
      throw ReplayRefusal(
        "the journal did not answer within \(Self.patience.components.seconds) s", isOutage: true)
    }
  }

  private func reading(of entry: Found) async -> JournalReader.Reading? {
    guard !entry.isGone else { return .gone }
    let wanted = JournalReader.Wanted(offset: entry.offset, messageID: entry.messageID)
    return await reader.messages(at: [wanted], within: Self.patience)[entry.offset]
  }

  private struct Found: Sendable {
    var offset: Int64
    var isGone: Bool
    var messageID: String
    var sender: String
    var publishedAt: Date
    var endpointID: UUID
  }

  private func entry(of run: UUID) async throws -> Found? {
    let connection = try await connect()
    do {
      var filter = JournalQueries.Filter(runID: run)
      filter.type = MessageType.runTriggered.rawValue
      let entries = try await JournalQueries.list(filter, first: 10, in: connection)
      await connection.close()
      let trigger = entries.first { $0.exchange == Exchange.triggers.rawValue }
      return trigger.flatMap { trigger in
        trigger.endpointID.map {
          Found(
            offset: trigger.offset, isGone: trigger.isGone, messageID: trigger.messageID,
            sender: trigger.sender,
            publishedAt: trigger.publishedAt, endpointID: $0)
        }
      }
    } catch {
      await connection.close()
      throw error
    }
  }
}
