import AMQP
import Contracts
import Messaging

/// The scheduler's connections to the broker: what waits on one of them must not hold up what the others carry.
///
/// The broker works through the messages of a channel in their order. One for a queue that does not answer keeps it
/// for up to a minute, and with it all that come behind.
public struct SchedulerClients: Sendable {
  /// Commands, replies, and the declaration of queues. Replies go to queues that cannot stand still.
  public let main: AMQPClient
  /// The outbox.
  public let outbox: AMQPClient
  /// What may take long or cost the connection: messages for queues that have been silent, those for queues that all
  /// share, and the deletion of queues.
  public let repair: AMQPClient
  /// Reads the journal.
  public let journal: AMQPClient

  /// What the others need in order to publish, where the main client declares all queues: the exchanges, and the
  /// journal, which is to miss nothing of what they send.
  public static func publishing(_ journal: JournalSettings) -> AMQPTopology {
    .of(exchanges: Exchange.allCases, queues: [.journal(journal.limits)])
  }

  public init(main: AMQPClient, outbox: AMQPClient, repair: AMQPClient, journal: AMQPClient) {
    self.main = main
    self.outbox = outbox
    self.repair = repair
    self.journal = journal
  }

  public var all: [AMQPClient] { named.map(\.client) }

  /// Each with what it is for.
  public var named: [(name: String, client: AMQPClient)] {
    [("main", main), ("outbox", outbox), ("repair", repair), ("journal", journal)]
  }
}
