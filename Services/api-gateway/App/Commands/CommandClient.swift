import AMQP
import Contracts
import CrashPoints
import Foundation
import Logging
import Messaging
import ServiceLifecycle
import Synchronization
import Telemetry

/// Sends commands to the scheduler and hands each answer to whoever waits for it.
///
/// Answers come on a queue of this process alone. A command expires in the broker at the moment its caller
/// stops waiting, so that nothing happens on behalf of a caller who was told that it would not.
public final class CommandClient: CommandSending, NoticePosting, Service {
  private struct State {
    var pending = PendingReplies<ReplySlot>()
    var consumer: AMQPConsumer?
  }

  /// How precisely deadlines and a lost broker are noticed.
  private static let sweepInterval = Duration.milliseconds(50)
  private static let prefetch = 1_000

  private let broker: AMQPClient
  private let replies: Queue
  private let appID: String
  private let timeout: Duration
  private let isDatabaseHealthy: @Sendable () -> Bool
  private let deadLetters: DeadLetterOffice
  private let logger: Logger
  private let metrics = CommandMetrics()
  private let state = Mutex(State())

  /// - Parameters:
  ///   - broker: its topology holds `replies`.
  ///   - replies: the queue of this process.
  ///   - appID: what messages name as their sender.
  ///   - timeout: how long an answer is waited for.
  ///   - isDatabaseHealthy: a command is not sent while the scheduler's database is known to be away.
  public init(
    broker: AMQPClient, replies: Queue, appID: String, timeout: Duration,
    isDatabaseHealthy: @escaping @Sendable () -> Bool, logger: Logger
  ) {
    self.broker = broker
    self.replies = replies
    self.appID = appID
    self.timeout = timeout
    self.isDatabaseHealthy = isDatabaseHealthy
    deadLetters = DeadLetterOffice(client: broker, logger: logger)
    self.logger = logger
  }

  /// Whether answers can arrive.
  public var isConsuming: Bool { state.withLock { $0.consumer }?.isConsuming ?? false }

  public func send(_ request: CommandRequest) async throws -> CommandReply {
    let start = ContinuousClock.now
    do {
      let reply = try await Traces.span("command \(request.type.rawValue)") { span in
        span.set("nucleus.message.type", request.type.rawValue)
        span.set("nucleus.endpoint.id", request.endpointID?.lowercased)
        let reply = try await exchange(request, deadline: start + timeout)
        if case .refused(let refusal) = reply { span.failed(refusal.code.rawValue) }
        return reply
      }
      metrics.record(request.type, reply, since: start)
      return reply
    } catch {
      metrics.record(request.type, error, since: start)
      throw error
    }
  }

  private func exchange(
    _ request: CommandRequest, deadline: ContinuousClock.Instant
  ) async throws -> CommandReply {
    guard broker.isConnected, !broker.isBlocked, isConsuming else {
      throw Refusal.unavailable("the message broker is away")
    }
    guard isDatabaseHealthy() else { throw Refusal.unavailable("the database is away") }
    let slot = ReplySlot()
    state.withLock { $0.pending.add(slot, for: request.correlationID, until: deadline) }
    defer { state.withLock { _ = $0.pending.take(request.correlationID) } }
    do {
      try await broker.publish(
        envelope(of: request), to: .commands, routingKey: RoutingKey.scheduler, mandatory: true,
        timeout: timeout)
    } catch {
      throw refusal(of: error, for: request)
    }
    CrashPoint.reach(.gatewayBeforeReply)
    return try await slot.value()
  }

  private func envelope(of request: CommandRequest) -> Envelope {
    Envelope(
      messageID: request.id, type: request.type, correlationID: request.correlationID,
      endpointID: request.endpointID, appID: appID, replyTo: replies.name,
      expirationMilliseconds: max(1, Int(timeout / .milliseconds(1))), requestDigest: request.requestDigest,
      actor: request.actor, body: request.body)
  }

  // MARK: Notices

  public func post(
    _ notice: some Message, id: UUID, correlationID: String?, for actor: Contracts.Actor?
  ) async throws {
    let envelope = Envelope(
      messageID: id.lowercased, type: type(of: notice).type, correlationID: correlationID, appID: appID,
      actor: actor, body: try MessageCodec.encode(notice))
    try await broker.publish(
      envelope, to: .commands, routingKey: RoutingKey.scheduler, mandatory: true, timeout: timeout)
  }

  private func refusal(of error: AMQPError, for request: CommandRequest) -> any Error {
    logger.debug(
      "Command not published.",
      metadata: [
        "type": "\(request.type.rawValue)", "error": "\(error)", "correlation-id": "\(request.correlationID)",
      ])
    switch error.code {
    case .timedOut: return Refusal.timeout("the message broker did not confirm the command in time")
    case .unroutable, .notFound: return Refusal.unavailable("no scheduler has been there to take commands")
    case _ where error.isRetriable: return Refusal.unavailable("the message broker is away")
    default: return error
    }
  }

  // MARK: Answers

  /// Consumes answers until graceful shutdown.
  public func run() async throws {
    let consumer = try await broker.consume(queue: replies.name, prefetch: Self.prefetch, exclusive: true) {
      [weak self] delivery in
      await self?.handle(delivery)
    }
    state.withLock { $0.consumer = consumer }
    await cancelWhenGracefulShutdown { await self.watch(consumer) }
    await consumer.cancel()
    fail(state.withLock { $0.pending.takeAll() }, with: .unavailable("the gateway is stopping"))
  }

  private func handle(_ delivery: AMQPDelivery) async {
    do throws(EnvelopeError) {
      let envelope = try Envelope(delivery.message)
      guard envelope.type == .commandReplied else {
        throw EnvelopeError(.wrongQueue, reason: "\(envelope.type.rawValue) is no answer")
      }
      take(try envelope.decode(), envelope)
      await delivery.ack()
    } catch {
      await deadLetters.file(hint: delivery, from: replies.name, error)
    }
  }

  private func take(_ reply: CommandReply, _ envelope: Envelope) {
    guard let slot = envelope.correlationID.flatMap({ id in state.withLock { $0.pending.take(id) } }) else {
      logger.debug(
        "An answer came too late.", metadata: ["correlation-id": "\(envelope.correlationID ?? "")"])
      return
    }
    slot.fill(.success(reply))
  }

  /// Ends waits whose time is over, and all of them when answers can no longer arrive: the queue went with
  /// the connection, and what was sent to it meanwhile is lost.
  private func watch(_ consumer: AMQPConsumer) async {
    while (try? await Task.sleep(for: Self.sweepInterval)) != nil {
      let now = ContinuousClock.now
      fail(
        state.withLock { $0.pending.takeExpired(at: now) },
        with: .timeout("the platform did not answer in time; what was asked for may still happen"))
      if !consumer.isConsuming {
        fail(state.withLock { $0.pending.takeAll() }, with: .unavailable("the message broker went away"))
      }
    }
  }

  private func fail(_ slots: [ReplySlot], with refusal: Refusal) {
    for slot in slots { slot.fill(.failure(refusal)) }
  }
}
