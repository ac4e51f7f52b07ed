import AMQP
import Contracts
import CrashPoints
import Logging
import Messaging
import Outbox
import Postgres
import ServiceLifecycle
import Storage

/// The scheduler put together from its parts: it handles commands, makes runs, keeps the endpoints' queues
/// and catches what falls between.
public struct SchedulerServices: Sendable {
  /// In the order of their dependencies. They need a running pool and running clients.
  public let all: [any Service]
  private let schema: SchemaWatch

  /// What the client declares on every connect: all exchanges, the queues that are shared, and the process's own.
  public static func topology(of configuration: SchedulerConfiguration) -> AMQPTopology {
    .of(
      exchanges: Exchange.allCases,
      // The journal first, so that nothing is routed before it is bound.
      queues: [
        .journal(configuration.journal.limits), .commands, .requests, .webhooks, .dead,
        .runEnds(instance: configuration.queueInstance),
      ])
  }

  public init(
    _ configuration: SchedulerConfiguration, database: PostgresPool, clients: SchedulerClients,
    logger: Logger
  ) {
    let client = clients.main
    let queues = EndpointQueues(
      client: client, repairClient: clients.repair, database: database, logger: logger)
    let ended = SentRunEnds()
    let relay = OutboxRelay(
      database: database, client: clients.outbox, isolation: clients.repair, appID: configuration.appID,
      logger: logger, beforeDelete: { CrashPoint.reach(.schedulerBeforeOutboxDelete) },
      onPublished: { ended.count($0) },
      repairRoute: { message in try await queues.repairRoute(of: message) },
      repairQueue: { message, error in try await queues.rebuildQueue(of: message, after: error) })
    let wakeRelay: @Sendable () -> Void = { relay.wake() }
    let schema = SchemaWatch(database: database, required: configuration.schemaVersion, logger: logger)
    let replies = ReplyDesk(client: client, appID: configuration.appID, logger: logger)
    let ends = RunEnds()
    let clock = Clock(database: database, schema: schema, ends: ends, wakeRelay: wakeRelay, logger: logger)
    let copies = JournalCopier(client: clients.repair, logger: logger)
    let filer = DeadLetterFiler(database: database, copies: copies, logger: logger)
    let deadLetters = DeadLetterOffice(
      client: clients.repair, shelf: { letter in try await filer.file(letter) }, logger: logger)
    let redrives = RedriveRelay(
      database: database, client: clients.repair, copies: copies, queues: queues, schema: schema,
      appID: configuration.appID, logger: logger)
    let webhooks = WebhookPlanner(
      database: database, schema: schema, settings: configuration.webhooks, wakeRelay: wakeRelay,
      logger: logger)
    let dispatcher = CommandDispatcher(
      configuration, database: database, client: clients.repair, copies: copies, queues: queues,
      journal: JournalReader(client: clients.journal), replies: replies,
      wakeRelay: wakeRelay, wakeClock: { clock.wake() }, wakeWebhooks: { webhooks.wake() },
      wakeRedrives: { redrives.wake() }, logger: logger)
    self.schema = schema
    all = [
      schema,
      relay,
      QueueReconciler(
        database: database, client: client, queues: queues, schema: schema, logger: logger),
      Reaper(
        database: database, schema: schema, settings: configuration.reaper, wakeRelay: wakeRelay,
        logger: logger),
      RunEndListener(
        client: client, queue: .runEnds(instance: configuration.queueInstance), ends: ends,
        noteEnd: { webhooks.noteEnd() }, deadLetters: deadLetters),
      clock,
      Census(database: database, schema: schema, logger: logger),
      webhooks,
      JournalIndexer(
        client: clients.journal, database: database, schema: schema, holder: configuration.queueInstance,
        logger: logger),
      redrives,
      DeadLetterConsumer(client: client, schema: schema, filer: filer, logger: logger),
      DeadLetterKeeper(database: database, schema: schema, copies: copies, logger: logger),
      Retention(
        RetentionRule.all(configuration.retention, in: database), schema: schema, logger: logger),
      AuditSealer(database: database, schema: schema, logger: logger),
      CommandConsumer(
        client: client, schema: schema, dispatcher: dispatcher, replies: replies,
        deadLetters: deadLetters, logger: logger),
    ]
  }

  /// Whether the database has all the migrations this release needs.
  public var isSchemaCurrent: Bool { schema.isCurrent }
}
