import Foundation
import TestSupport
import Testing

@testable import RunExecutor

@Suite struct SlotLedgerTests {
  private let later = ContinuousClock.now + .seconds(60)

  @Test func anEndpointRunsOneAtATimeUnlessItMayMore() {
    var ledger = SlotLedger(capacity: 10)
    let endpoint = UUID()
    #expect(ledger.request(endpoint, deadline: later).isGranted)
    let second = ledger.request(endpoint, deadline: later)
    #expect(!second.isGranted)
    #expect(ledger.limit(endpoint, to: 2) == [second.ticket])
    let third = ledger.request(endpoint, deadline: later)
    #expect(!third.isGranted)
    #expect(ledger.release(endpoint) == [third.ticket])
    #expect(ledger.running == 2)
  }

  @Test func aLowerLimitLetsRunsFinish() {
    var ledger = SlotLedger(capacity: 10)
    let endpoint = UUID()
    _ = ledger.limit(endpoint, to: 2)
    _ = ledger.request(endpoint, deadline: later)
    _ = ledger.request(endpoint, deadline: later)
    _ = ledger.limit(endpoint, to: 1)
    let third = ledger.request(endpoint, deadline: later)
    #expect(ledger.release(endpoint).isEmpty)
    #expect(ledger.release(endpoint) == [third.ticket])
  }

  @Test func theProcessIsServedInOrder() {
    var ledger = SlotLedger(capacity: 1)
    let endpoints = (0..<3).map { _ in UUID() }
    #expect(ledger.request(endpoints[0], deadline: later).isGranted)
    let second = ledger.request(endpoints[1], deadline: later)
    let third = ledger.request(endpoints[2], deadline: later)
    #expect(ledger.release(endpoints[0]) == [second.ticket])
    #expect(ledger.release(endpoints[1]) == [third.ticket])
  }

  @Test func oneEndpointsQueueBlocksNoOther() {
    var ledger = SlotLedger(capacity: 2)
    let (busy, other) = (UUID(), UUID())
    for _ in 0..<5 { _ = ledger.request(busy, deadline: later) }
    #expect(ledger.request(other, deadline: later).isGranted)
  }

  @Test func whoHasWaitedTooLongLeavesAndIsNotServed() {
    var ledger = SlotLedger(capacity: 10)
    let endpoint = UUID()
    let now = ContinuousClock.now
    _ = ledger.request(endpoint, deadline: now)
    let first = ledger.request(endpoint, deadline: now + .seconds(1))
    let second = ledger.request(endpoint, deadline: now + .seconds(1))
    let third = ledger.request(endpoint, deadline: now + .seconds(3))
    #expect(ledger.overdue(at: now + .seconds(2)) == [first.ticket, second.ticket])
    #expect(ledger.withdraw([first.ticket, second.ticket]).isEmpty)
    #expect(ledger.release(endpoint) == [third.ticket])
  }

  @Test func aForgottenEndpointLeavesNothingBehind() {
    var ledger = SlotLedger(capacity: 10)
    let endpoint = UUID()
    _ = ledger.limit(endpoint, to: 5)
    ledger.forget(endpoint)
    #expect(ledger.request(endpoint, deadline: later).isGranted)
    #expect(!ledger.request(endpoint, deadline: later).isGranted)
  }

  /// Against a plain model: never above a limit, nobody forgotten, nobody waits while there is room.
  @Test(arguments: 0..<60) func agreesWithAPlainModel(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let capacity = Int.random(in: 1...6, using: &random)
    var ledger = SlotLedger(capacity: capacity)
    let endpoints = (0..<4).map { _ in UUID() }
    var limits: [UUID: Int] = [:]
    var owner: [SlotLedger.Ticket: UUID] = [:]
    var running: Set<SlotLedger.Ticket> = []
    var waiting: Set<SlotLedger.Ticket> = []
    for _ in 0..<400 {
      let endpoint = endpoints.randomElement(using: &random) ?? UUID()
      var granted: [SlotLedger.Ticket] = []
      switch Int.random(in: 0..<5, using: &random) {
      case 0, 1:
        let (ticket, isGranted) = ledger.request(endpoint, deadline: later)
        owner[ticket] = endpoint
        waiting.insert(ticket)
        if isGranted { granted = [ticket] }
      case 2:
        guard let ticket = running.sorted().randomElement(using: &random), let endpoint = owner[ticket] else {
          continue
        }
        running.remove(ticket)
        granted = ledger.release(endpoint)
      case 3:
        let limit = Int.random(in: 1...4, using: &random)
        // A lower limit than what runs would break the model's bound for a while.
        limits[endpoint] = max(limit, limits[endpoint] ?? 1)
        granted = ledger.limit(endpoint, to: limits[endpoint] ?? 1)
      default:
        let leaving = waiting.sorted().filter { _ in Bool.random(using: &random) }
        waiting.subtract(leaving)
        granted = ledger.withdraw(leaving)
        #expect(Set(granted).isDisjoint(with: leaving))
      }
      for ticket in granted {
        #expect(waiting.remove(ticket) != nil)
        #expect(running.insert(ticket).inserted)
      }
      let byEndpoint = Dictionary(grouping: running) { owner[$0] ?? UUID() }.mapValues(\.count)
      #expect(running.count <= capacity && ledger.running == running.count)
      #expect(byEndpoint.allSatisfy { $0.value <= limits[$0.key] ?? 1 })
      #expect(ledger.waiting == waiting.count)
      if running.count < capacity {
        #expect(
          waiting.allSatisfy { byEndpoint[owner[$0] ?? UUID()] ?? 0 >= limits[owner[$0] ?? UUID()] ?? 1 })
      }
    }
  }
}
