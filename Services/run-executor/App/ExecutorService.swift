import AMQP
import Connectors
import Contracts
import Domain
import Foundation
import Logging
import Messaging
import Postgres
import Sealing
import ServiceLifecycle
import ServiceRuntime
import Storage

/// The run-executor: takes triggers from the queues of all endpoints and carries their runs out.
public final class ExecutorService: Service {
  /// What the service is made of; the composition root builds and runs it.
  public struct Parts: Sendable {
    public var database: PostgresPool
    /// Its topology must hold ``ExecutorService/topology(of:)``.
    public var client: AMQPClient
    /// Makes the client of a further connection, from its number (1…), once the first has no channel left.
    public var makeClient: @Sendable (Int) -> AMQPClient
    public var connectors: ConnectorRegistry
    public var opener: CredentialOpener
    /// Called when messages may wait in the outbox.
    public var wakeOutbox: @Sendable () -> Void
    public var logger: Logger

    public init(
      database: PostgresPool, client: AMQPClient, makeClient: @escaping @Sendable (Int) -> AMQPClient,
      connectors: ConnectorRegistry, opener: CredentialOpener, wakeOutbox: @escaping @Sendable () -> Void,
      logger: Logger
    ) {
      self.database = database
      self.client = client
      self.makeClient = makeClient
      self.connectors = connectors
      self.opener = opener
      self.wakeOutbox = wakeOutbox
      self.logger = logger
    }
  }

  /// The deadlines of runs are kept this exactly.
  static let tickInterval = Duration.milliseconds(100)

  private let configuration: ExecutorConfiguration
  private let client: AMQPClient
  private let slots: RunSlots
  private let held: HeldRuns
  private let leases: LeaseKeeper
  private let supervisor: RunSupervisor
  private let intake: TriggerIntake
  private let connections: ConsumerConnections
  private let consumers: EndpointConsumers
  private let watchdog: ConsumerWatchdog
  private let directory: EndpointDirectory
  private let membership: MembershipService
  private let roleBoard: RoleBoard
  private let misplaced: AsyncStream<UUID>
  private let requests: RequestConsumer
  private let webhooks: WebhookConsumer
  private let control: ControlListener
  private let events: EndpointEvents
  private let logger: Logger

  public init(_ configuration: ExecutorConfiguration, _ parts: Parts) {
    self.configuration = configuration
    client = parts.client
    logger = parts.logger
    RunCounters.expose()
    HealthCounters.expose()
    WebhookCounters.expose()
    let known = KnownRuns()
    let deadLetters = DeadLetterOffice(client: parts.client, logger: parts.logger)
    let credentials = CredentialOpening(opener: parts.opener)
    slots = RunSlots(capacity: configuration.maxRuns, patience: configuration.slotPatience)
    held = HeldRuns(ttl: configuration.leaseTTL)
    leases = LeaseKeeper(
      held: held, database: parts.database, ttl: configuration.leaseTTL, heartbeat: configuration.heartbeat,
      logger: parts.logger)
    supervisor = RunSupervisor(slots: slots, known: known, held: held, logger: parts.logger)
    let paces = RequestPaces()
    let tools = RunTools(
      preparation: JobPreparation(
        connectors: parts.connectors, credentials: credentials, addressPolicy: configuration.addressPolicy,
        paces: paces),
      record: StoredRunRecord(
        writer: RunEndWriter(database: parts.database, logger: parts.logger, afterCommit: parts.wakeOutbox),
        store: RunProgressStore(database: parts.database, afterCommit: parts.wakeOutbox), leases: leases),
      retry: configuration.retry, logger: parts.logger)
    let claimer = RunClaimer(
      database: parts.database, executor: configuration.name, ttl: configuration.leaseTTL,
      afterCommit: parts.wakeOutbox)
    let handovers = Handovers()
    let (misplaced, wrongPlaces) = AsyncStream<UUID>.makeStream()
    self.misplaced = misplaced
    let roleBoard = RoleBoard { wrongPlaces.yield($0) }
    self.roleBoard = roleBoard
    intake = TriggerIntake(
      slots: slots, known: known, held: held, claimer: claimer, supervisor: supervisor, tools: tools,
      deadLetters: deadLetters, handovers: handovers, onDelivery: { roleBoard.delivered($0) },
      logger: parts.logger)
    connections = ConsumerConnections(
      first: parts.client, capacity: configuration.consumersPerConnection, makeClient: parts.makeClient)
    consumers = EndpointConsumers(
      own: configuration.memberID, connections: connections, slots: slots, intake: intake,
      handovers: handovers,
      roleBoard: roleBoard, logger: parts.logger
    ) { [leases] in
      // The runs of a deleted endpoint have been cancelled: no need to work on until the next heartbeat.
      await leases.renew()
    }
    watchdog = ConsumerWatchdog(
      consumers: consumers, client: parts.client, database: parts.database, executor: configuration.name,
      interval: configuration.watchdogInterval, patience: configuration.deafPatience, logger: parts.logger)
    directory = EndpointDirectory(
      database: parts.database, interval: configuration.reconcileInterval, logger: parts.logger
    ) { [consumers] changes in
      paces.apply(changes)
      await consumers.apply(changes)
    }
    let membership = MembershipService(
      client: parts.client, own: configuration.memberID, name: configuration.name, logger: parts.logger
    ) { [slots] in .init(endpoints: roleBoard.owned, runs: slots.running) }
    self.membership = membership
    let cancellations = CancellationNotice(held: held)
    control = ControlListener(
      handlers: [
        .runCancelled: { envelope throws(EnvelopeError) in try cancellations.receive(envelope) },
        .executorHeartbeat: { envelope throws(EnvelopeError) in try membership.receive(envelope) },
      ], deadLetters: deadLetters, queue: ControlListener.queue(of: configuration))
    events = EndpointEvents(
      directory: directory, deadLetters: deadLetters, queue: EndpointEvents.queue(of: configuration))
    let webhookSender = WebhookSender(credentials: credentials, addressPolicy: configuration.addressPolicy)
    webhooks = WebhookConsumer(
      database: parts.database, sender: webhookSender, options: configuration.webhooks,
      deadLetters: deadLetters, logger: parts.logger)
    requests = RequestConsumer(
      client: parts.client,
      tester: ConnectionTester(
        connectors: parts.connectors, credentials: credentials, addressPolicy: configuration.addressPolicy,
        deadline: configuration.testDeadline),
      webhooks: WebhookTester(
        database: parts.database, sender: webhookSender, deadline: configuration.testDeadline,
        logger: parts.logger),
      deadLetters: deadLetters, name: configuration.name, logger: parts.logger)
  }

  /// What the client of the service declares: the process's own queues. Everything shared is the scheduler's.
  public static func topology(of configuration: ExecutorConfiguration) -> AMQPTopology {
    AMQPTopology.of(queues: [
      EndpointEvents.queue(of: configuration), ControlListener.queue(of: configuration),
    ])
  }

  /// Runs in the process right now.
  public var runningCount: Int { slots.running }
  /// Deliveries that wait for a slot.
  public var waitingCount: Int { slots.waiting }
  /// How long ago the leases of its runs were last renewed, and how long they hold without.
  public var leaseAge: Duration { held.age(at: .now) }
  public var leaseTTL: Duration { configuration.leaseTTL }
  /// Endpoints this executor owns, and those it stands by for.
  public var ownedCount: Int { roleBoard.owned }
  public var standbyCount: Int { roleBoard.standbys }
  /// Executors it knows to be there, itself included.
  public var memberCount: Int { membership.members.count }

  /// Runs until the graceful shutdown: then no delivery is taken, runs may go on for the drain time, and what is
  /// left is handed back.
  public func run() async throws {
    try await withThrowingTaskGroup { group in
      group.addTask { await self.tick() }
      group.addTask { await self.leases.run() }
      group.addTask { await self.directory.run() }
      group.addTask { try await self.connections.run() }
      group.addTask { await self.consumers.run() }
      group.addTask { await self.watchdog.run() }
      group.addTask { [misplaced, consumers] in
        for await endpoint in misplaced { await consumers.stepBack(endpoint) }
      }
      let requestConsumer = try await client.consume(
        queue: Queue.requests.name, prefetch: RequestConsumer.prefetch
      ) { [requests] delivery in await requests.handle(delivery) }
      let webhookConsumer = try await client.consume(
        queue: Queue.webhooks.name, prefetch: configuration.webhooks.webhooksAtOnce
      ) { [webhooks] delivery in await webhooks.handle(delivery) }
      let eventConsumer = try await client.consume(queue: events.queue.name, prefetch: 100) {
        [events] delivery in await events.handle(delivery)
      }
      // Not among the consumers that the shutdown stops first: runs that are let finish can still be cancelled.
      let controlConsumer = try await client.consume(
        queue: ControlListener.queue(of: configuration).name, prefetch: ControlListener.prefetch
      ) { [control] delivery in await control.handle(delivery) }
      group.addTask { [membership, consumers] in
        await membership.run { members in await consumers.share(with: members) }
      }
      // The process's own queues went with the connection, and what was said meanwhile reached nobody.
      group.addTask { [directory] in await Self.each(subscription: eventConsumer) { directory.missedEvents() }
      }
      group.addTask { [leases] in
        await Self.each(subscription: controlConsumer) { await leases.renewAnyhow() }
      }
      await self.superviseUntilShutdown(otherConsumers: [requestConsumer, webhookConsumer, eventConsumer])
      group.cancelAll()
    }
  }

  private static func each(subscription consumer: AMQPConsumer, _ body: () async -> Void) async {
    var count = 0
    while let next = await consumer.subscriptions(beyond: count) {
      count = next
      await body()
    }
  }

  private enum Ending: Sendable { case allRunsEnded, patienceOver }

  private func superviseUntilShutdown(otherConsumers: [AMQPConsumer]) async {
    await withTaskGroup(of: Ending.self) { group in
      group.addTask {
        await self.supervisor.run()
        return .allRunsEnded
      }
      try? await gracefulShutdown()
      logger.info("draining", metadata: ["runs": "\(slots.running)", "waiting": "\(slots.waiting)"])
      let patience = configuration.drainTime
      group.addTask { [held] in
        try? await Task.sleep(for: patience)
        held.interruptAll(.shutdown)
        return .patienceOver
      }
      webhooks.stop()
      // The others take over while this one finishes what it has.
      await membership.leave()
      for consumer in otherConsumers { await consumer.cancel() }
      await consumers.close()
      intake.close()
      await intake.drained()
      supervisor.close()
      while let ending = await group.next(), ending != .allRunsEnded {}
      group.cancelAll()
    }
  }

  private func tick() async {
    while !Task.isCancelled {
      let now = ContinuousClock().now
      leases.tick(at: now)
      slots.tick(at: now)
      try? await Task.sleep(for: Self.tickInterval)
    }
  }
}
