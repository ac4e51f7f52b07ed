import Logging
import ServiceLifecycle
import Synchronization

/// A client of one RabbitMQ broker, supervised: it connects, declares its topology, publishes with
/// confirmations, consumes, and does all of it again whenever the broker was gone.
///
/// It holds two connections on a thread each, one that only publishes and one that declares and consumes: a
/// broker in a memory or disk alarm stops reading from every connection that has published, and heartbeats,
/// acknowledgements and declarations must go on meanwhile.
///
/// Everything works only while ``run()`` runs.
public final class AMQPClient: Service, Sendable {
  /// How many consumers one client bears; each has a channel of the same connection, and the broker allows
  /// 2,047 of those by default.
  public static let maximumConsumers = 2_000

  /// How long a write may keep the thread before its socket is shut down.
  private static let stallLimit = Duration.seconds(10)
  /// How long unconfirmed messages are waited for at shutdown.
  private static let drainTimeout = Duration.seconds(2)

  struct Registry {
    var nextNumber = 1
    var active = 0
    var hasRun = false
  }

  let configuration: AMQPConfiguration
  let status = Watched(ClientStatus())
  let publisher: PublishingLink
  let consumer: ConsumingLink
  let registry = Mutex(Registry())
  let metrics = PublishMetrics()
  private let starts: AsyncStream<AMQPConsumer>
  let startContinuation: AsyncStream<AMQPConsumer>.Continuation

  /// - Parameters:
  ///   - topology: declared on every connect, before consumers start.
  ///   - logger: gets debug messages only.
  public init(configuration: AMQPConfiguration, topology: AMQPTopology = .empty, logger: Logger) {
    self.configuration = configuration
    publisher = PublishingLink(configuration: configuration, status: status, logger: logger)
    consumer = ConsumingLink(
      configuration: configuration, topology: topology, status: status, logger: logger)
    // At most `maximumConsumers` elements.
    (starts, startContinuation) = AsyncStream.makeStream(of: AMQPConsumer.self, bufferingPolicy: .unbounded)
  }

  /// Whether both connections are up and the topology is declared. Cheap, from anywhere.
  public var isConnected: Bool { status.value.isConnected }

  /// Whether a resource alarm of the broker keeps messages from being written.
  public var isBlocked: Bool { status.value.isBlocked }

  /// Why the last attempt to connect or to declare the topology failed; nil while connected.
  public var lastConnectionError: AMQPError? { status.value.lastError }

  /// Returns once ``isConnected``.
  /// - Throws: at once when an attempt failed for a reason that will not pass by itself (wrong password,
  ///   unknown virtual host, certificate); otherwise the last failure, or ``AMQPError/Code/timedOut``, when
  ///   `timeout` has passed.
  public func waitUntilConnected(timeout: Duration = .seconds(10)) async throws(AMQPError) {
    let value =
      await status.first(within: timeout) { status in
        status.isConnected || status.isClosed || status.lastError.map { !$0.isRetriable } ?? false
      } ?? status.value
    if value.isConnected { return }
    if value.isClosed { throw AMQPError(.closed, operation: "connect") }
    throw value.lastError ?? AMQPError(.timedOut, operation: "connect")
  }

  /// Connects and works until graceful shutdown or cancellation; then consumers are cancelled, handlers in
  /// flight get ``AMQPConfiguration/shutdownGrace``, unconfirmed messages two seconds, and the connections
  /// are closed. A client runs once.
  /// - Throws: ``AMQPError/Code/invalidArgument`` for a configuration out of range,
  ///   ``AMQPError/Code/closed`` when it has run before.
  public func run() async throws {
    try configuration.validate()
    guard claimRun() else { throw AMQPError(.closed, operation: "run") }
    await withTaskCancellationOrGracefulShutdownHandler {
      await work()
    } onCancelOrGracefulShutdown: {
      self.startContinuation.finish()
      // The threads of handshakes cannot hear of the end otherwise.
      self.publisher.stallGuard.refuseHandshakes()
      self.consumer.stallGuard.refuseHandshakes()
    }
  }

  private func claimRun() -> Bool {
    registry.withLock { registry in
      defer { registry.hasRun = true }
      return !registry.hasRun
    }
  }

  private func work() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.breakStalls() }
      await publisher.start()
      await consumer.start()
      await runConsumers()
      await publisher.drain(timeout: Self.drainTimeout)
      status.update { $0.isClosed = true }
      await publisher.close()
      await consumer.close()
      group.cancelAll()
    }
  }

  /// Returns after shutdown began, when every handler has returned.
  private func runConsumers() async {
    await withDiscardingTaskGroup { group in
      for await consumer in starts { group.addTask { await consumer.run() } }
      await consumer.cancelAll()
    }
  }

  /// Runs on the cooperative pool, because a thread that is stuck cannot look after itself.
  private func breakStalls() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .seconds(1))
      publisher.stallGuard.breakStall(longerThan: Self.stallLimit)
      consumer.stallGuard.breakStall(longerThan: Self.stallLimit)
    }
  }
}
