import TestSupport
import Testing

@testable import Postgres

@Suite struct PoolStateMachineTests {
  private let start = ContinuousClock.now
  private func at(_ seconds: Int) -> ContinuousClock.Instant { start + .seconds(seconds) }

  @Test func growsWhenNeededAndReusesTheLastReturned() {
    var machine = PoolStateMachine(size: 2)
    #expect(machine.acquire(deadline: at(1)) == .wait(1, open: 2, wakeUp: at(1)))
    #expect(machine.opened(2) == .init(leases: [1: 2]))
    #expect(machine.serverAnswers() == .init())
    #expect(machine.acquire(deadline: at(2)) == .wait(3, open: 4, wakeUp: nil))
    #expect(machine.opened(4) == .init(leases: [3: 4]))
    #expect(machine.release(2, isReusable: true) == .init())
    #expect(machine.release(4, isReusable: true) == .init())
    #expect(machine.acquire(deadline: at(3)) == .lease(4))
    #expect(machine.acquire(deadline: at(3)) == .lease(2))
    #expect(machine.acquire(deadline: at(3)) == .wait(5, open: nil, wakeUp: nil))
  }

  @Test func servesWaitersInTheirOrder() {
    var machine = PoolStateMachine(size: 1)
    _ = machine.acquire(deadline: at(1))
    _ = machine.opened(2)
    #expect(machine.acquire(deadline: at(2)) == .wait(3, open: nil, wakeUp: nil))
    #expect(machine.acquire(deadline: at(2)) == .wait(4, open: nil, wakeUp: nil))
    #expect(machine.release(2, isReusable: true) == .init(leases: [3: 2]))
    #expect(machine.release(2, isReusable: true) == .init(leases: [4: 2]))
  }

  @Test func replacesABrokenConnectionSomebodyWaitsFor() {
    var machine = PoolStateMachine(size: 1)
    _ = machine.acquire(deadline: at(1))
    _ = machine.opened(2)
    _ = machine.acquire(deadline: at(2))
    #expect(machine.release(2, isReusable: false) == .init(close: [2], open: [4]))
    #expect(machine.opened(4) == .init(leases: [3: 4]))
    #expect(machine.release(4, isReusable: false) == .init(close: [4]))
    #expect(machine.acquire(deadline: at(3)) == .wait(5, open: 6, wakeUp: nil))
  }

  @Test func waitersExpireAndTheNextDeadlineIsNamed() {
    var machine = PoolStateMachine(size: 1)
    #expect(machine.acquire(deadline: at(1)) == .wait(1, open: 2, wakeUp: at(1)))
    #expect(machine.acquire(deadline: at(2)) == .wait(3, open: nil, wakeUp: nil))
    let (actions, wakeUp) = machine.expire(now: at(1))
    #expect(actions == .init(refusals: [1: .timedOut]))
    #expect(wakeUp == at(2))
    #expect(machine.expire(now: at(2)).0 == .init(refusals: [3: .timedOut]))
    #expect(machine.acquire(deadline: at(5)) == .wait(4, open: nil, wakeUp: at(5)))
    #expect(machine.opened(2) == .init(leases: [4: 2]))
  }

  @Test func cancelledWaitersGetNothing() {
    var machine = PoolStateMachine(size: 1)
    _ = machine.acquire(deadline: at(1))
    let wasWaiting = machine.cancel(1)
    let isWaiting = machine.cancel(1)
    #expect(wasWaiting && !isWaiting)
    #expect(machine.opened(2) == .init())
    #expect(machine.acquire(deadline: at(1)) == .lease(2))
  }

  @Test func losingTheServerFailsAllAndDoomsWhatIsOut() {
    var machine = PoolStateMachine(size: 3)
    _ = machine.acquire(deadline: at(1))
    _ = machine.opened(2)
    _ = machine.acquire(deadline: at(1))
    _ = machine.opened(4)
    _ = machine.release(4, isReusable: true)
    _ = machine.serverAnswers()
    _ = machine.acquire(deadline: at(1))
    #expect(machine.release(4, isReusable: true) == .init())
    #expect(machine.serverIsLost() == .init(close: [4]))
    #expect(machine.acquire(deadline: at(1)) == .refuse(.unhealthy))
    #expect(machine.serverIsLost() == .init())
    _ = machine.serverAnswers()
    #expect(machine.release(2, isReusable: true) == .init(close: [2]))
    #expect(machine.acquire(deadline: at(1)) == .wait(5, open: 6, wakeUp: nil))
  }

  @Test func waitersAreRefusedWhenNothingCanBeOpened() {
    var machine = PoolStateMachine(size: 2)
    _ = machine.acquire(deadline: at(1))
    _ = machine.acquire(deadline: at(1))
    #expect(machine.openFailed(2) == .init())
    #expect(machine.openFailed(4) == .init(refusals: [1: .openFailed, 3: .openFailed]))
  }

  @Test func shutDownWaitsForWhatIsOut() {
    var machine = PoolStateMachine(size: 2)
    _ = machine.acquire(deadline: at(1))
    _ = machine.opened(2)
    _ = machine.acquire(deadline: at(1))
    #expect(machine.shutDown() == .init(refusals: [3: .closed]))
    #expect(!machine.isDrained)
    #expect(machine.opened(4) == .init(close: [4]))
    #expect(machine.release(2, isReusable: true) == .init(close: [2]))
    #expect(machine.isDrained)
    #expect(machine.acquire(deadline: at(1)) == .refuse(.closed))
    #expect(machine.serverAnswers() == .init())
    #expect(machine.health == .closed)
  }

  /// Whatever happens, in whatever order: no more connections than allowed, nobody served twice or forgotten, and
  /// what is lent is lent once.
  @Test(arguments: 0..<40)
  func anyHistoryKeepsTheRules(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var machine = PoolStateMachine(size: Int.random(in: 1...4, using: &generator))
    var opening: Set<Int> = []
    var idle: Set<Int> = []
    var leased: Set<Int> = []
    var waiters: Set<Int> = []
    var second = 0

    func carryOut(_ actions: PoolStateMachine.Actions, arrived: Int? = nil) {
      if let arrived { idle.insert(arrived) }
      for connection in actions.close { #expect(idle.remove(connection) != nil) }
      for (waiter, connection) in actions.leases {
        #expect(waiters.remove(waiter) != nil)
        #expect(idle.remove(connection) != nil)
        #expect(leased.insert(connection).inserted)
      }
      for waiter in actions.refusals.keys { #expect(waiters.remove(waiter) != nil) }
      for connection in actions.open { #expect(opening.insert(connection).inserted) }
    }

    for _ in 0..<400 {
      switch Int.random(in: 0..<12, using: &generator) {
      case 0...3:
        switch machine.acquire(deadline: at(second + 5)) {
        case .lease(let connection):
          #expect(idle.remove(connection) != nil)
          #expect(leased.insert(connection).inserted)
        case .wait(let waiter, let open, _):
          #expect(waiters.insert(waiter).inserted)
          if let open { #expect(opening.insert(open).inserted) }
        case .refuse(let refusal): #expect(refusal == .unhealthy && machine.health == .unhealthy)
        }
      case 4...6:
        guard let connection = leased.min() else { continue }
        leased.remove(connection)
        let isReusable = Int.random(in: 0..<4, using: &generator) > 0
        carryOut(machine.release(connection, isReusable: isReusable), arrived: connection)
      case 7:
        guard let connection = opening.min() else { continue }
        opening.remove(connection)
        carryOut(machine.opened(connection), arrived: connection)
      case 8:
        guard let connection = opening.max() else { continue }
        opening.remove(connection)
        carryOut(machine.openFailed(connection))
      case 9:
        second += 1
        carryOut(machine.expire(now: at(second)).0)
      case 10: carryOut(Bool.random(using: &generator) ? machine.serverAnswers() : machine.serverIsLost())
      default: if let connection = idle.max() { carryOut(machine.broke(connection)) }
      }
      #expect(opening.count + idle.count + leased.count <= machine.size)
      #expect(machine.waiterCount == waiters.count)
      #expect(machine.leasedCount == leased.count)
      #expect(machine.idleCount == idle.count)
      #expect(idle.isEmpty || waiters.isEmpty)
    }
  }
}
