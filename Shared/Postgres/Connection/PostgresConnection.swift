import Logging
import Synchronization
import ThreadActor

/// One session with a PostgreSQL server.
///
/// All work on the session happens on the polling thread it was opened on, which many sessions share: none of
/// them ever holds the thread while it waits. Statements of one connection run one after the other, in the order
/// they were begun. Cancelling the calling task cancels the statement on the server; a statement that has not
/// ended shortly after takes its connection with it.
public actor PostgresConnection: PostgresExecutor {
  nonisolated let thread: PollingThread
  nonisolated let configuration: PostgresConfiguration
  let logger: Logger
  let settings: SessionSettings
  private let onBroken: @Sendable () -> Void
  private nonisolated let conditionValue = Atomic(SessionCondition.opening.rawValue)
  private nonisolated let operationNumbers = Atomic(0)

  var session: LibPQSession?
  var cancelHandle: LibPQCancel?
  var cache: StatementCache
  /// What the server's limit is set to now, in milliseconds; `nil` when a rollback may have changed it.
  var serverTimeout: Int64?
  var current: Operation?
  var lookup: [String]?
  private var waiting: [(number: Int, turn: CheckedContinuation<Void, Never>)] = []
  /// Who has been given the turn and has not yet taken it.
  private var turnPassedTo: Int?
  private var isClosedByOwner = false
  private var overdue: [Int: Operation.Interruption] = [:]
  private var wakeUp: CheckedContinuation<Void, Never>?
  private var watched: (descriptor: Int32, interest: PollingThread.Interest)?
  /// The server's major version times 10,000 plus the minor one.
  public internal(set) var serverVersion = 0

  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  init(
    _ configuration: PostgresConfiguration, on thread: PollingThread, logger: Logger,
    onBroken: @escaping @Sendable () -> Void
  ) throws(PostgresError) {
    self.thread = thread
    self.configuration = configuration
    self.logger = logger
    self.onBroken = onBroken
    settings = try SessionSettings(configuration)
    cache = StatementCache(capacity: configuration.statementCacheCapacity)
  }

  isolated deinit {
    stopWatching()
    session?.finish()
  }

  // MARK: Condition

  nonisolated var condition: SessionCondition {
    SessionCondition(rawValue: conditionValue.load(ordering: .acquiring)) ?? .broken
  }

  func setCondition(_ condition: SessionCondition) {
    conditionValue.store(condition.rawValue, ordering: .releasing)
  }

  /// Whether the session is open and not known to be lost.
  public nonisolated var isUsable: Bool { condition != .broken && condition != .opening }

  /// Ends the session; a running statement fails with `.closed`.
  public func close() {
    isClosedByOwner = true
    if current?.interruption == nil { current?.interruption = .closed }
    giveUp()
  }

  /// Ends the session without further words; whoever waits finds it lost.
  func giveUp() {
    guard condition != .broken else { return }
    setCondition(.broken)
    stopWatching()
    session?.finish()
    session = nil
    cancelHandle = nil
    onBroken()
    resumeWaiter()
  }

  // MARK: Turns

  nonisolated func nextOperationNumber() -> Int {
    operationNumbers.wrappingAdd(1, ordering: .relaxed).newValue
  }

  /// Waits for the turn of operation `number` and makes it the current one.
  func begin(_ number: Int, _ kind: Operation.Kind, timeout: Duration) async throws(PostgresError) {
    let deadline = thread.schedule(after: timeout) { [weak self] in
      self?.assumeIsolated { $0.interrupt(number, because: .timedOut) }
    }
    if current != nil || turnPassedTo != nil {
      await withCheckedContinuation { waiting.append((number, $0)) }
    }
    if turnPassedTo == number { turnPassedTo = nil }
    if let interruption = overdue.removeValue(forKey: number) {
      thread.cancel(deadline)
      passTurn()
      throw Self.error(for: interruption)
    }
    guard condition != .broken else {
      thread.cancel(deadline)
      passTurn()
      throw PostgresError(isClosedByOwner ? .closed : .connectionLost)
    }
    current = Operation(number: number, kind: kind, deadline: deadline)
    if kind != .connecting { setCondition(.busy) }
  }

  /// Ends the current operation once its cancel request is out of the way, and lets the next one begin.
  func end() async {
    if current?.isCancelUnderWay == true { stopWatching() }
    while current?.isCancelUnderWay == true && condition != .broken { await waitForWakeUp() }
    guard let operation = current else { return }
    thread.cancel(operation.deadline)
    if let grace = operation.grace { thread.cancel(grace) }
    current = nil
    if let session, condition != .broken {
      setCondition(session.isTransactionIdle ? .idle : .inTransaction)
      watch(.read)
    }
    passTurn()
  }

  private func passTurn() {
    guard !waiting.isEmpty, current == nil, turnPassedTo == nil else { return }
    let next = waiting.removeFirst()
    turnPassedTo = next.number
    next.turn.resume()
  }

  // MARK: Interruption

  /// Makes operation `number` end early, if it has not ended yet.
  func interrupt(_ number: Int, because interruption: Operation.Interruption) {
    if let index = waiting.firstIndex(where: { $0.number == number }) {
      overdue[number] = interruption
      waiting.remove(at: index).turn.resume()
      return
    }
    if turnPassedTo == number {
      overdue[number] = interruption
      return
    }
    guard let operation = current, operation.number == number, operation.interruption == nil else { return }
    current?.interruption = interruption
    guard operation.kind != .connecting else { return giveUp() }
    current?.grace = thread.schedule(after: configuration.cancelGrace) { [weak self] in
      self?.assumeIsolated { $0.graceEnded(number) }
    }
    // A copy into the server waits for its rows, not for the server: it ends with the next of them.
    guard operation.kind != .copyIn, let cancelHandle else { return }
    current?.isCancelUnderWay = CancelThreads.shared.runIfFree { [self] in
      cancelHandle.send()
      ActorBridge.cancelSent(number, to: self)
    }
  }

  private func graceEnded(_ number: Int) {
    guard current?.number == number else { return }
    logger.debug("a cancelled statement did not end in time; its connection is given up")
    giveUp()
  }

  func cancelWasSent(_ number: Int) {
    guard current?.number == number else { return }
    current?.isCancelUnderWay = false
    resumeWaiter()
  }

  static func error(for interruption: Operation.Interruption) -> PostgresError {
    switch interruption {
    case .timedOut: PostgresError(.statementTimeout)
    case .cancelled: PostgresError(.cancelled)
    case .closed: PostgresError(.closed)
    }
  }

  // MARK: Waiting

  /// Waits until the socket is ready for `interest`, or something else happened: whoever calls looks again.
  func wait(for interest: PollingThread.Interest) async {
    guard condition != .broken else { return }
    watch(interest)
    await waitForWakeUp()
  }

  func waitForWakeUp() async {
    await withCheckedContinuation { wakeUp = $0 }
  }

  func resumeWaiter() {
    wakeUp?.resume()
    wakeUp = nil
  }

  func stopWatching() {
    if let watched { thread.unwatch(watched.descriptor) }
    watched = nil
  }

  private func watch(_ interest: PollingThread.Interest) {
    guard let descriptor = session?.descriptor, descriptor >= 0 else { return }
    if let watched, watched == (descriptor, interest) { return }
    stopWatching()
    watched = (descriptor, interest)
    thread.watch(descriptor, for: interest) { [weak self] in
      self?.assumeIsolated { $0.socketIsReady() }
    }
  }

  private func socketIsReady() {
    if wakeUp != nil { return resumeWaiter() }
    // Nobody wants the data now (a copied row nobody asked for yet): looking away until then is back-pressure.
    guard current == nil, let session else { return stopWatching() }
    if session.consumeInput() {
      session.discardUnasked()
      if session.isBad { giveUp() }
    } else {
      logger.debug("an idle connection was lost")
      giveUp()
    }
  }
}
