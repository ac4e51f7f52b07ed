import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import ServiceRuntime
import Synchronization

/// Announces this executor to the others and listens to them; tells of each change of the members once it has settled.
final class MembershipService: Sendable {
  /// What the heartbeats tell beside that the executor is there.
  struct Load: Sendable {
    var endpoints: Int
    var runs: Int
  }

  static let interval = Duration.seconds(2)
  /// Changes often come together, as when a platform starts.
  static let settling = Duration.milliseconds(250)
  private static let publishTimeout = Duration.seconds(2)
  /// Heartbeats that nobody has taken for so long tell nothing any more.
  private static let expirationMilliseconds = 4_000

  private let client: AMQPClient
  private let own: UUID
  private let name: String
  private let startedAt = Date()
  private let load: @Sendable () -> Load
  private let logger: Logger
  private let state: Mutex<Membership>
  private let changes: AsyncStream<Void>
  private let bell: AsyncStream<Void>.Continuation
  private let asked: AsyncStream<Void>
  private let asking: AsyncStream<Void>.Continuation

  init(
    client: AMQPClient, own: UUID, name: String, logger: Logger, load: @escaping @Sendable () -> Load
  ) {
    self.client = client
    self.own = own
    self.name = name
    self.load = load
    self.logger = logger
    state = Mutex(Membership(own: own))
    (changes, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    (asked, asking) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  var members: Set<UUID> { state.withLock(\.members) }

  /// Takes in what another executor says.
  func receive(_ envelope: Envelope) throws(EnvelopeError) {
    let heartbeat = try envelope.decode(ExecutorHeartbeat.self)
    let isNew = state.withLock { $0.receive(heartbeat, at: ContinuousClock().now) }
    if isNew { bell.yield() }
    if heartbeat.asks, heartbeat.executorID != own { asking.yield() }
  }

  /// Runs until the task is cancelled.
  /// - Parameter apply: told the members, at first once the others have had time to answer.
  func run(_ apply: @escaping @Sendable (Set<UUID>) async -> Void) async {
    await withDiscardingTaskGroup { group in
      group.addTask { await self.announce() }
      group.addTask { await self.answer() }
      group.addTask { await self.follow(apply) }
    }
  }

  /// Says goodbye: the others take over at once.
  func leave() async {
    state.withLock { $0.leave() }
    await send(asks: false)
  }

  private func announce() async {
    var isFirst = true
    while !Task.isCancelled {
      let isSent = await send(asks: isFirst)
      if isSent, isFirst {
        isFirst = false
        bell.yield()
      }
      if state.withLock({ $0.expire(at: ContinuousClock().now) }) { bell.yield() }
      try? await Task.sleep(for: isSent ? Self.interval : Self.settling)
    }
    bell.finish()
    asking.finish()
  }

  private func answer() async {
    for await _ in asked { await send(asks: false) }
  }

  private func follow(_ apply: @Sendable (Set<UUID>) async -> Void) async {
    var former: Set<UUID> = []
    for await _ in changes {
      try? await Task.sleep(for: Self.settling)
      let current = members
      guard current != former else { continue }
      former = current
      logger.info("executors", metadata: ["members": "\(current.count)"])
      await apply(current)
    }
  }

  /// - Returns: whether the broker has it.
  @discardableResult
  private func send(asks: Bool) async -> Bool {
    let load = load()
    let heartbeat = ExecutorHeartbeat(
      executorID: own, name: name, isActive: state.withLock { $0.members.contains(own) }, asks: asks,
      startedAt: startedAt, endpoints: load.endpoints, runs: load.runs)
    do {
      let envelope = Envelope(
        type: ExecutorHeartbeat.type, appID: name, expirationMilliseconds: Self.expirationMilliseconds,
        body: try MessageCodec.encode(heartbeat))
      try await client.publish(
        envelope, to: .control, routingKey: "", mandatory: false, timeout: Self.publishTimeout)
      return true
    } catch {
      logger.debug("heartbeat not sent", metadata: [LogKey.error: "\(error)"])
      return false
    }
  }
}
