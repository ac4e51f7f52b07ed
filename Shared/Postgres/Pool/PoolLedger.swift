/// The state machine of a pool with the connections and continuations its numbers stand for.
struct PoolLedger {
  struct Lease: Sendable {
    let number: Int
    let connection: PostgresConnection
  }

  typealias Answer = Result<Lease, PostgresError>
  typealias Waiter = CheckedContinuation<Answer, Never>

  /// What is to be done outside of the lock.
  struct Effects {
    var answers: [(Waiter, Answer)] = []
    var close: [PostgresConnection] = []
    var open: [Int] = []
    var drained: CheckedContinuation<Void, Never>?
  }

  private enum Waiting {
    case announced
    case suspended(Waiter)
    case answered(Answer)
  }

  private var machine: PoolStateMachine
  private var connections: [Int: PostgresConnection] = [:]
  private var waiting: [Int: Waiting] = [:]
  private var drained: CheckedContinuation<Void, Never>?
  private(set) var lastFailure: PostgresError?

  init(size: Int) { machine = PoolStateMachine(size: size) }

  var leasedCount: Int { machine.leasedCount }
  var waiterCount: Int { machine.waiterCount }

  mutating func acquire(
    deadline: ContinuousClock.Instant
  ) -> (PoolStateMachine.Acquired, Lease?) {
    let acquired = machine.acquire(deadline: deadline)
    switch acquired {
    case .lease(let number):
      return (acquired, connections[number].map { Lease(number: number, connection: $0) })
    case .wait(let waiter, _, _): waiting[waiter] = .announced
    case .refuse: break
    }
    return (acquired, nil)
  }

  /// - Returns: the answer, when it came before the continuation.
  mutating func attach(_ continuation: Waiter, to waiter: Int) -> Answer? {
    if case .answered(let answer) = waiting[waiter] {
      waiting[waiter] = nil
      return answer
    }
    waiting[waiter] = .suspended(continuation)
    return nil
  }

  mutating func cancel(_ waiter: Int) -> Effects {
    var effects = Effects()
    if machine.cancel(waiter) { answer(waiter, .failure(PostgresError(.cancelled)), &effects) }
    return effects
  }

  mutating func expire(now: ContinuousClock.Instant) -> (Effects, ContinuousClock.Instant?) {
    let (actions, wakeUp) = machine.expire(now: now)
    return (effects(of: actions), wakeUp)
  }

  mutating func release(_ lease: Lease) -> Effects {
    var effects = effects(
      of: machine.release(lease.number, isReusable: lease.connection.condition == .idle))
    if machine.isDrained {
      effects.drained = drained
      drained = nil
    }
    return effects
  }

  mutating func opened(_ number: Int, _ connection: PostgresConnection) -> Effects {
    // It may have been lost before anybody here knew of it.
    guard connection.isUsable else { return openFailed(number, PostgresError(.connectionFailed)) }
    connections[number] = connection
    return effects(of: machine.opened(number))
  }

  mutating func openFailed(_ number: Int, _ error: PostgresError) -> Effects {
    lastFailure = error
    return effects(of: machine.openFailed(number))
  }

  mutating func broke(_ number: Int) -> Effects { effects(of: machine.broke(number)) }

  mutating func serverAnswers() -> Effects { effects(of: machine.serverAnswers()) }

  mutating func serverIsLost(_ error: PostgresError) -> Effects {
    lastFailure = error
    return effects(of: machine.serverIsLost())
  }

  // MARK: Shutdown

  mutating func shutDown() -> Effects { effects(of: machine.shutDown()) }

  /// - Returns: whether there is nothing to wait for.
  mutating func waitUntilDrained(_ continuation: CheckedContinuation<Void, Never>) -> Bool {
    guard !machine.isDrained else { return true }
    drained = continuation
    return false
  }

  mutating func stopWaitingForDrain() -> Effects {
    defer { drained = nil }
    return Effects(drained: drained)
  }

  mutating func remaining() -> [PostgresConnection] {
    defer { connections = [:] }
    return Array(connections.values)
  }

  // MARK: Actions

  private mutating func effects(of actions: PoolStateMachine.Actions) -> Effects {
    var effects = Effects()
    for (waiter, number) in actions.leases {
      guard let connection = connections[number] else { continue }
      answer(waiter, .success(Lease(number: number, connection: connection)), &effects)
    }
    for (waiter, refusal) in actions.refusals {
      answer(waiter, .failure(PostgresPool.error(for: refusal, lastFailure)), &effects)
    }
    effects.close = actions.close.compactMap { connections.removeValue(forKey: $0) }
    effects.open = actions.open
    return effects
  }

  private mutating func answer(_ waiter: Int, _ answer: Answer, _ effects: inout Effects) {
    if case .suspended(let continuation) = waiting[waiter] {
      waiting[waiter] = nil
      effects.answers.append((continuation, answer))
    } else {
      waiting[waiter] = .answered(answer)
    }
  }
}
