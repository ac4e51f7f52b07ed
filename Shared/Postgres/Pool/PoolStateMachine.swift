/// Decides which connection goes to whom, when one is opened and when one is closed. It does nothing itself.
///
/// Health:
/// - `starting`: nothing is known yet; callers wait. Can transition to `healthy`, `unhealthy`, `closed`.
/// - `healthy`: the server answers. Can transition to `unhealthy`, `closed`.
/// - `unhealthy`: the server does not answer; callers fail at once and no connection is kept. Can transition to
///   `healthy`, `closed`.
/// - `closed`: shut down; callers fail at once, and what comes back is closed. Final.
///
/// A connection is `opening`, `idle` or `leased`; those known here are never more than `size`.
struct PoolStateMachine {
  typealias ConnectionID = Int
  typealias WaiterID = Int

  enum Health: Equatable { case starting, healthy, unhealthy, closed }
  enum Refusal: Equatable { case closed, unhealthy, timedOut, openFailed }

  enum Acquired: Equatable {
    case lease(ConnectionID)
    /// Wait; open the connection, if one is named; see to it that ``expire(now:)`` is called at `wakeUp`.
    case wait(WaiterID, open: ConnectionID?, wakeUp: ContinuousClock.Instant?)
    case refuse(Refusal)
  }

  /// What is to be done after an event, in this order.
  struct Actions: Equatable {
    var leases: [WaiterID: ConnectionID] = [:]
    var refusals: [WaiterID: Refusal] = [:]
    var close: [ConnectionID] = []
    var open: [ConnectionID] = []
  }

  private struct Waiter {
    let id: WaiterID
    let deadline: ContinuousClock.Instant
  }

  let size: Int
  private(set) var health = Health.starting
  /// The one used last is on top: connections beyond the need grow old together.
  private var idle: [ConnectionID] = []
  private var leased: Set<ConnectionID> = []
  private var opening: Set<ConnectionID> = []
  /// Leased or opening while the server was lost: not to be used again.
  private var doomed: Set<ConnectionID> = []
  private var waiters: [Waiter] = []
  private var isWakeUpArranged = false
  private var nextID = 0

  init(size: Int) { self.size = size }

  var leasedCount: Int { leased.count }
  var idleCount: Int { idle.count }
  var waiterCount: Int { waiters.count }
  /// Whether all connections are back after the shutdown.
  var isDrained: Bool { health == .closed && leased.isEmpty }

  private mutating func newID() -> Int {
    nextID += 1
    return nextID
  }

  // MARK: Callers

  mutating func acquire(deadline: ContinuousClock.Instant) -> Acquired {
    switch health {
    case .closed: return .refuse(.closed)
    case .unhealthy: return .refuse(.unhealthy)
    case .starting, .healthy: break
    }
    // Somebody who waits comes first, even when a connection is free for a moment.
    if waiters.isEmpty, let connection = idle.popLast() {
      leased.insert(connection)
      return .lease(connection)
    }
    let waiter = Waiter(id: newID(), deadline: deadline)
    waiters.append(waiter)
    let wakeUp = isWakeUpArranged ? nil : deadline
    isWakeUpArranged = true
    return .wait(waiter.id, open: openOneMore(), wakeUp: wakeUp)
  }

  /// - Returns: whether the waiter was still waiting.
  mutating func cancel(_ waiter: WaiterID) -> Bool {
    guard let index = waiters.firstIndex(where: { $0.id == waiter }) else { return false }
    waiters.remove(at: index)
    return true
  }

  /// - Returns: the refusals, and when to come back, if anybody is left waiting.
  mutating func expire(now: ContinuousClock.Instant) -> (Actions, wakeUp: ContinuousClock.Instant?) {
    var actions = Actions()
    waiters.removeAll { waiter in
      guard waiter.deadline <= now else { return false }
      actions.refusals[waiter.id] = .timedOut
      return true
    }
    let next = waiters.map(\.deadline).min()
    isWakeUpArranged = next != nil
    return (actions, next)
  }

  mutating func release(_ connection: ConnectionID, isReusable: Bool) -> Actions {
    leased.remove(connection)
    let isDoomed = doomed.remove(connection) != nil
    guard isReusable, !isDoomed, health != .closed else {
      var actions = Actions(close: [connection])
      replace(&actions)
      return actions
    }
    return offer(connection)
  }

  // MARK: Connections

  mutating func opened(_ connection: ConnectionID) -> Actions {
    opening.remove(connection)
    guard doomed.remove(connection) == nil, health != .closed else {
      var actions = Actions(close: [connection])
      replace(&actions)
      return actions
    }
    return offer(connection)
  }

  mutating func openFailed(_ connection: ConnectionID) -> Actions {
    opening.remove(connection)
    doomed.remove(connection)
    var actions = Actions()
    // With others in use, one of them will come back; with none, nobody is to wait in vain.
    guard leased.isEmpty, idle.isEmpty, opening.isEmpty else { return actions }
    refuseAll(.openFailed, &actions)
    return actions
  }

  /// An idle connection turned out to be lost. Leased ones are told of on their release.
  mutating func broke(_ connection: ConnectionID) -> Actions {
    guard let index = idle.firstIndex(of: connection) else { return Actions() }
    idle.remove(at: index)
    return Actions(close: [connection])
  }

  // MARK: Health

  mutating func serverAnswers() -> Actions {
    guard health != .closed else { return Actions() }
    health = .healthy
    return Actions()
  }

  mutating func serverIsLost() -> Actions {
    guard health == .healthy || health == .starting else { return Actions() }
    health = .unhealthy
    doomed.formUnion(leased)
    doomed.formUnion(opening)
    var actions = Actions(close: idle)
    idle = []
    refuseAll(.unhealthy, &actions)
    return actions
  }

  mutating func shutDown() -> Actions {
    health = .closed
    var actions = Actions(close: idle)
    idle = []
    refuseAll(.closed, &actions)
    return actions
  }

  // MARK: Steps

  private mutating func offer(_ connection: ConnectionID) -> Actions {
    var actions = Actions()
    if waiters.isEmpty {
      idle.append(connection)
    } else {
      actions.leases[waiters.removeFirst().id] = connection
      leased.insert(connection)
    }
    return actions
  }

  private mutating func openOneMore() -> ConnectionID? {
    // What opens already serves those who waited before.
    guard idle.count + leased.count + opening.count < size, opening.count < waiters.count else { return nil }
    let connection = newID()
    opening.insert(connection)
    return connection
  }

  /// A connection went away for which somebody may be waiting.
  private mutating func replace(_ actions: inout Actions) {
    guard health == .healthy || health == .starting, let connection = openOneMore() else { return }
    actions.open.append(connection)
  }

  private mutating func refuseAll(_ refusal: Refusal, _ actions: inout Actions) {
    for waiter in waiters { actions.refusals[waiter.id] = refusal }
    waiters = []
  }
}
