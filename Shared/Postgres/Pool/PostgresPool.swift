import Logging
import ServiceLifecycle
import Synchronization
import ThreadActor

/// Up to `size` connections to one database, opened when needed, shared by all callers.
///
/// ``run()`` must be running. It keeps one further connection by which it knows within about a second whether the
/// server is there: while it is not, every call fails at once with `.connectionFailed`, and ``isHealthy`` is
/// false.
public final class PostgresPool: Service, PostgresExecutor, Sendable {
  let configuration: PostgresConfiguration
  let thread: PollingThread
  let logger: Logger
  private let acquireTimeout: Duration
  private let timer: PoolTimer
  private let healthy = Atomic(false)
  private let ledger: Mutex<PoolLedger>
  /// Bounded by the size of the pool, as no connection is asked for twice.
  private let openRequests: AsyncStream<Int>
  private let requestOpen: AsyncStream<Int>.Continuation
  private let metrics: PoolMetrics

  /// - Parameters:
  ///   - size: the most connections callers use at once, 1 or more.
  ///   - acquireTimeout: how long a caller waits for a connection.
  ///   - thread: `nil` starts one for this pool.
  public init(
    configuration: PostgresConfiguration, size: Int = 8, acquireTimeout: Duration = .seconds(1),
    thread: PollingThread? = nil, logger: Logger
  ) {
    self.configuration = configuration
    self.acquireTimeout = acquireTimeout
    self.thread = thread ?? PollingThread(name: "postgres")
    self.logger = logger
    timer = PoolTimer(thread: self.thread)
    ledger = Mutex(PoolLedger(size: max(1, size)))
    metrics = PoolMetrics(size: max(1, size))
    (openRequests, requestOpen) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
  }

  /// Whether the server answered lately.
  public var isHealthy: Bool { healthy.load(ordering: .relaxed) }

  /// Opens connections and watches over the server until graceful shutdown or cancellation; then waits shortly
  /// for the connections in use and closes all.
  public func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { await self.superviseServer() }
        for await connection in self.openRequests {
          group.addTask { await self.open(connection) }
        }
        group.cancelAll()
      }
    }
    await shutDown()
  }

  // MARK: Leases

  /// Lends a connection to `body`. It must not be kept, and a transaction left open is rolled back.
  @discardableResult
  public func withConnection<R: Sendable>(
    actor: isolated (any Actor)? = #isolation, _ body: (PostgresConnection) async throws -> R
  ) async throws -> R {
    let lease = try await acquire()
    do {
      let result = try await body(lease.connection)
      await giveBack(lease)
      return result
    } catch {
      await giveBack(lease)
      throw error
    }
  }

  /// Runs `body` in a transaction. See ``PostgresConnection/transaction(isolation:readOnly:actor:_:)``.
  @discardableResult
  public func transaction<R: Sendable>(
    isolation level: IsolationLevel = .readCommitted, readOnly: Bool = false,
    actor: isolated (any Actor)? = #isolation, _ body: (PostgresConnection) async throws -> R
  ) async throws -> R {
    try await withConnection { connection in
      try await connection.transaction(isolation: level, readOnly: readOnly, body)
    }
  }

  public func query(_ sql: SQL, timeout: Duration? = nil) async throws(PostgresError) -> [Row] {
    try await run(.bound(sql), timeout).table?.rows ?? []
  }

  @discardableResult
  public func execute(_ sql: SQL, timeout: Duration? = nil) async throws(PostgresError) -> Int {
    try await run(.bound(sql), timeout).affectedRows
  }

  /// See ``PostgresConnection/executeScript(_:timeout:)``.
  public func executeScript(_ text: String, timeout: Duration? = nil) async throws(PostgresError) {
    _ = try await run(.script(text), timeout)
  }

  private func run(_ request: StatementRequest, _ timeout: Duration?) async throws(PostgresError) -> Reply {
    let lease = try await acquire()
    do throws(PostgresError) {
      let reply = try await lease.connection.run(request, timeout: timeout)
      await giveBack(lease)
      return reply
    } catch {
      await giveBack(lease)
      throw error
    }
  }

  private func acquire() async throws(PostgresError) -> PoolLedger.Lease {
    guard !Task.isCancelled else { throw .init(.cancelled) }
    let start = ContinuousClock.now
    let (acquired, lease) = ledger.withLock { ledger in
      defer { metrics.note(ledger) }
      return ledger.acquire(deadline: start + acquireTimeout)
    }
    if let lease {
      metrics.acquired(after: .zero)
      return lease
    }
    do throws(PostgresError) {
      let lease = try await wait(for: acquired)
      metrics.acquired(after: .now - start)
      return lease
    } catch {
      metrics.refused(error)
      throw error
    }
  }

  private func wait(for acquired: PoolStateMachine.Acquired) async throws(PostgresError) -> PoolLedger.Lease {
    switch acquired {
    case .lease: throw .init(.closed)
    case .refuse(let refusal): throw Self.error(for: refusal, ledger.withLock { $0.lastFailure })
    case .wait(let waiter, let open, let wakeUp):
      if let open { requestOpen.yield(open) }
      if let wakeUp { await timer.call({ [weak self] in self?.expireWaiters() }, at: wakeUp) }
      let answer = await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          let early = ledger.withLock { $0.attach(continuation, to: waiter) }
          if let early { continuation.resume(returning: early) }
        }
      } onCancel: {
        apply { $0.cancel(waiter) }
      }
      return try answer.get()
    }
  }

  private func giveBack(_ lease: PoolLedger.Lease) async {
    if lease.connection.condition == .inTransaction { await lease.connection.rollBack() }
    apply { $0.release(lease) }
  }

  private func expireWaiters() -> ContinuousClock.Instant? {
    var wakeUp: ContinuousClock.Instant?
    apply { ledger in
      let (effects, next) = ledger.expire(now: .now)
      wakeUp = next
      return effects
    }
    return wakeUp
  }

  static func error(for refusal: PoolStateMachine.Refusal, _ cause: PostgresError?) -> PostgresError {
    switch refusal {
    case .closed: return PostgresError(.closed)
    case .timedOut: return PostgresError(.poolTimeout)
    case .unhealthy, .openFailed:
      guard let cause, cause.code == .connectionFailed || cause.code == .configuration else {
        return PostgresError(.connectionFailed)
      }
      return cause
    }
  }

  // MARK: Events

  /// Changes the ledger under the lock and does outside of it what follows.
  private func apply(_ change: (inout PoolLedger) -> PoolLedger.Effects) {
    let effects = ledger.withLock { ledger in
      defer { metrics.note(ledger) }
      return change(&ledger)
    }
    for (continuation, answer) in effects.answers { continuation.resume(returning: answer) }
    for connection in effects.close { ActorBridge.close(connection) }
    for connection in effects.open { requestOpen.yield(connection) }
    effects.drained?.resume()
  }

  private func open(_ number: Int) async {
    do throws(PostgresError) {
      let connection = try await PostgresConnection.connect(
        configuration, on: thread, logger: logger,
        onBroken: { [weak self] in self?.apply { $0.broke(number) } })
      apply { $0.opened(number, connection) }
    } catch {
      logger.debug("a database connection could not be opened", metadata: ["error": "\(error)"])
      apply { $0.openFailed(number, error) }
    }
  }

  func serverAnswers() {
    healthy.store(true, ordering: .relaxed)
    apply { $0.serverAnswers() }
  }

  func serverIsLost(_ error: PostgresError) {
    if healthy.exchange(false, ordering: .relaxed) {
      logger.debug("the database is lost", metadata: ["error": "\(error)"])
    }
    apply { $0.serverIsLost(error) }
  }

  private func shutDown() async {
    healthy.store(false, ordering: .relaxed)
    requestOpen.finish()
    apply { $0.shutDown() }
    await timer.call({ [weak self] in self?.stopWaitingForLeases() }, at: .now + .seconds(5))
    await withCheckedContinuation { continuation in
      let isDrained = ledger.withLock { $0.waitUntilDrained(continuation) }
      if isDrained { continuation.resume() }
    }
    for connection in ledger.withLock({ $0.remaining() }) { await connection.close() }
  }

  private func stopWaitingForLeases() -> ContinuousClock.Instant? {
    apply { $0.stopWaitingForDrain() }
    return nil
  }
}
