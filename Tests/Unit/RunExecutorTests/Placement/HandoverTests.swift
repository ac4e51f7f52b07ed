import Foundation
import Testing

@testable import RunExecutor

/// Endpoints on their way to another executor: what runs ends, what waits goes with them.
@Suite struct HandoverTests {
  private let endpoint = UUID()

  @Test func whoWaitsIsSentAwayAndNobodyElseComesIn() async {
    let slots = RunSlots(capacity: 4, patience: .seconds(60))
    #expect(await slots.acquire(endpoint) == .granted)
    async let waiting = slots.acquire(endpoint)
    while slots.waiting == 0 { await Task.yield() }
    slots.withhold(endpoint)
    #expect(await waiting == .withdrawn)
    #expect(await slots.acquire(endpoint) == .withdrawn)
    // Other endpoints do not notice.
    #expect(await slots.acquire(UUID()) == .granted)
    slots.allow(endpoint)
    slots.release(endpoint)
    #expect(await slots.acquire(endpoint) == .granted)
  }

  @Test func idleWaitsForTheLastRun() async {
    let slots = RunSlots(capacity: 4, patience: .seconds(60))
    slots.limit(endpoint, to: 2)
    #expect(await slots.acquire(endpoint) == .granted)
    #expect(await slots.acquire(endpoint) == .granted)
    slots.withhold(endpoint)
    async let idle: Void = slots.idle(endpoint)
    slots.release(endpoint)
    slots.release(endpoint)
    await idle
    #expect(slots.running == 0)
    slots.allow(endpoint)
    // Nothing is withheld: there is nothing to wait for.
    await slots.idle(endpoint)
  }

  @Test func aVoidHandoverKeepsWhatWaited() async {
    let handovers = Handovers()
    #expect(await handovers.ending(of: endpoint) == .kept)
    handovers.begin(endpoint)
    async let first = handovers.ending(of: endpoint)
    async let second = handovers.ending(of: endpoint)
    for _ in 0..<100 { await Task.yield() }
    handovers.end(endpoint, .kept)
    #expect(await first == .kept)
    #expect(await second == .kept)
    handovers.begin(endpoint)
    handovers.close()
    #expect(await handovers.ending(of: endpoint) == .given)
  }

  @Test func rolesTellWhatFollows() {
    #expect(RoleChange.from(nil, to: .owner) == .subscribe)
    #expect(RoleChange.from(.standby, to: .owner) == .subscribe)
    #expect(RoleChange.from(nil, to: .standby) == .subscribeBehindOwner)
    #expect(RoleChange.from(.owner, to: .standby) == .fallBehind)
    #expect(RoleChange.from(.owner, to: nil) == .leave)
    #expect(RoleChange.from(.standby, to: nil) == .leave)
    #expect(RoleChange.from(.owner, to: .owner) == .nothing)
  }
}
