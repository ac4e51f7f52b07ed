import AMQP
import Contracts
import Domain
import Foundation
import Logging
import ServiceRuntime

/// Keeps a consumer, on a channel of its own with one message at a time, for every endpoint that this executor owns or
/// stands by for.
///
/// An actor because subscriptions come and go one after another and each must be known before it goes.
actor EndpointConsumers {
  /// A change of role that takes its time. It is void once the role has changed again.
  private struct Move: Sendable {
    let endpoint: UUID
    let change: RoleChange
    let version: UInt64
  }

  /// Until the owner has subscribed, which a standby waits for; a queue's first consumer is the active one.
  static let ownerLead = Duration.milliseconds(600)

  private let own: UUID
  private let connections: ConsumerConnections
  private let slots: RunSlots
  private let intake: TriggerIntake
  private let handovers: Handovers
  private let roleBoard: RoleBoard
  private let logger: Logger
  private let onVanished: @Sendable () async -> Void
  private let moves: AsyncStream<Move>
  private let moving: AsyncStream<Move>.Continuation
  let pulse = DeliveryPulse()
  var consumers: [UUID: (consumer: AMQPConsumer, connection: Int)] = [:]
  /// Endpoints with a move under way, each with its version.
  var inMotion: [UUID: UInt64] = [:]
  private var endpoints: Set<UUID> = []
  private var members: Set<UUID> = []
  var roles: [UUID: Placement.Role] = [:]
  private var versions: [UUID: UInt64] = [:]
  private var lastVersion: UInt64 = 0
  var isClosed = false

  /// - Parameters:
  ///   - own: this executor, as a member.
  ///   - onVanished: called when endpoints are gone, whose runs may have been cancelled.
  init(
    own: UUID, connections: ConsumerConnections, slots: RunSlots, intake: TriggerIntake, handovers: Handovers,
    roleBoard: RoleBoard, logger: Logger, onVanished: @escaping @Sendable () async -> Void
  ) {
    self.own = own
    self.connections = connections
    self.slots = slots
    self.intake = intake
    self.handovers = handovers
    self.roleBoard = roleBoard
    self.logger = logger
    self.onVanished = onVanished
    (moves, moving) = AsyncStream.makeStream()
  }

  var count: Int { consumers.count }

  /// Carries out moves that take their time, until the task is cancelled.
  nonisolated func run() async {
    await withDiscardingTaskGroup { group in
      for await move in moves {
        group.addTask { await self.carryOut(move) }
      }
    }
  }

  func apply(_ changes: [EndpointRoster.Change]) async {
    var hasVanished = false
    for change in changes {
      switch change {
      case .appeared(let id, let limits):
        slots.limit(id, to: limits.maxConcurrentRuns)
        endpoints.insert(id)
      case .limitsChanged(let id, let limits): slots.limit(id, to: limits.maxConcurrentRuns)
      case .vanished(let id):
        hasVanished = true
        endpoints.remove(id)
        await forget(id)
      }
    }
    await place()
    if hasVanished { await onVanished() }
  }

  /// Takes in who is there to share the endpoints with.
  func share(with members: Set<UUID>) async {
    self.members = members
    await place()
  }

  /// Steps back behind the owner of an endpoint for which this executor only stands by.
  func stepBack(_ endpoint: UUID) {
    guard roles[endpoint] == .standby, consumers[endpoint] != nil, !isClosed else { return }
    begin(.fallBehind, endpoint)
  }

  /// Stops all consumers. What they have delivered may still be settled.
  func close() async {
    isClosed = true
    moving.finish()
    let all = consumers.values.map(\.consumer)
    consumers = [:]
    await withDiscardingTaskGroup { group in
      for consumer in all { group.addTask { await consumer.cancel() } }
    }
  }

  // MARK: Roles

  private func place() async {
    guard !isClosed else { return }
    let placement = Placement(of: endpoints, over: members)
    // Decided without a pause: members and endpoints may change at each of those that follow.
    var gained: [(endpoint: UUID, version: UInt64)] = []
    for endpoint in endpoints {
      let role = placement.role(of: own, for: endpoint)
      let change = RoleChange.from(roles[endpoint], to: role)
      guard change != .nothing else { continue }
      roles[endpoint] = role
      roleBoard.set(endpoint, role)
      // What was under way for the former role is void.
      keep(endpoint)
      switch change {
      case .subscribe:
        gained.append((endpoint, nextVersion(of: endpoint)))
        inMotion[endpoint] = nil
      case .subscribeBehindOwner where consumers[endpoint] != nil:
        // It was about to leave. It may be the active one: then it has to make room first.
        begin(.fallBehind, endpoint)
      default: begin(change, endpoint)
      }
    }
    for (endpoint, version) in gained where versions[endpoint] == version { await subscribe(endpoint) }
  }

  private func begin(_ change: RoleChange, _ endpoint: UUID) {
    let version = nextVersion(of: endpoint)
    inMotion[endpoint] = version
    moving.yield(Move(endpoint: endpoint, change: change, version: version))
  }

  /// One count for all endpoints, so that one that comes again is not taken for what it was.
  private func nextVersion(of endpoint: UUID) -> UInt64 {
    lastVersion += 1
    versions[endpoint] = lastVersion
    return lastVersion
  }

  private func isValid(_ move: Move) -> Bool { !isClosed && versions[move.endpoint] == move.version }

  private func carryOut(_ move: Move) async {
    defer {
      if inMotion[move.endpoint] == move.version { inMotion[move.endpoint] = nil }
    }
    // The new owner subscribes meanwhile, so that nobody is missed for a moment.
    try? await Task.sleep(for: Self.ownerLead)
    guard isValid(move) else { return }
    if move.change == .leave || move.change == .fallBehind {
      handovers.begin(move.endpoint)
      slots.withhold(move.endpoint)
      await slots.idle(move.endpoint)
      guard isValid(move) else { return }
      await unsubscribe(move.endpoint)
      // A newer move has a gate of its own by now.
      guard isValid(move) else { return }
      slots.allow(move.endpoint)
      handovers.end(move.endpoint, .given)
      if move.change == .leave { return }
      try? await Task.sleep(for: Self.ownerLead)
      guard isValid(move) else { return }
    }
    await subscribe(move.endpoint)
  }

  /// Ends a handover that has become void: what waited for it goes on here.
  private func keep(_ endpoint: UUID) {
    slots.allow(endpoint)
    handovers.end(endpoint, .kept)
  }

  private func forget(_ endpoint: UUID) async {
    versions[endpoint] = nil
    inMotion[endpoint] = nil
    roles[endpoint] = nil
    roleBoard.set(endpoint, nil)
    keep(endpoint)
    await unsubscribe(endpoint)
    slots.forget(endpoint)
  }

  // MARK: Subscriptions

  func subscribe(_ id: UUID) async {
    guard !isClosed, consumers[id] == nil else { return }
    pulse.began(id)
    do {
      // Of the queue alone: its scheduler declares it, and until then the consumer tries again.
      let subscription = try await connections.consume(queue: Queue.endpoint(id).name, prefetch: 1) {
        [intake, pulse] delivery in
        pulse.taken(id)
        await intake.handle(delivery, of: id)
        pulse.settled(id)
      }
      // Meanwhile the actor may have been closed, or another subscription have come first.
      guard !isClosed, consumers[id] == nil, roles[id] != nil else {
        await subscription.consumer.cancel()
        return await connections.release(subscription.connection)
      }
      consumers[id] = subscription
    } catch {
      logger.error(
        "endpoint not consumed", metadata: [LogKey.endpointID: "\(id.lowercased)", LogKey.error: "\(error)"])
    }
  }

  func unsubscribe(_ id: UUID) async {
    guard let (consumer, connection) = consumers.removeValue(forKey: id) else { return }
    pulse.forget(id)
    await consumer.cancel()
    await connections.release(connection)
  }
}
