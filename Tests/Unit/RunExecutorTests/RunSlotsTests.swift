import Foundation
import Testing

@testable import RunExecutor

@Suite(.timeLimit(.minutes(3))) struct RunSlotsTests {
  private let endpoint = UUID()

  /// A caller that is known to wait.
  private func waiter(_ slots: RunSlots) async -> Task<RunSlots.Answer, Never> {
    let before = slots.waiting
    let waiter = Task { await slots.acquire(endpoint) }
    while slots.waiting == before { await Task.yield() }
    return waiter
  }

  @Test func aReleaseServesTheNext() async {
    let slots = RunSlots(capacity: 10, patience: .seconds(600))
    #expect(await slots.acquire(endpoint) == .granted)
    let waiter = await waiter(slots)
    slots.release(endpoint)
    #expect(await waiter.value == .granted)
    #expect(slots.running == 1)
  }

  @Test func aHigherLimitServesTheNext() async {
    let slots = RunSlots(capacity: 10, patience: .seconds(600))
    #expect(await slots.acquire(endpoint) == .granted)
    let waiter = await waiter(slots)
    slots.limit(endpoint, to: 2)
    #expect(await waiter.value == .granted)
  }

  @Test func patienceEnds() async {
    let slots = RunSlots(capacity: 10, patience: .seconds(600))
    let start = ContinuousClock.now
    #expect(await slots.acquire(endpoint) == .granted)
    let waiters = [await waiter(slots), await waiter(slots)]
    slots.tick(at: start + .seconds(599))
    #expect(slots.waiting == 2)
    slots.tick(at: .now + .seconds(601))
    for waiter in waiters { #expect(await waiter.value == .expired) }
    #expect(slots.running == 1)
    slots.release(endpoint)
    #expect(await slots.acquire(endpoint) == .granted)
  }

  @Test func closingSendsEverybodyAway() async {
    let slots = RunSlots(capacity: 10, patience: .seconds(600))
    #expect(await slots.acquire(endpoint) == .granted)
    let waiter = await waiter(slots)
    slots.close()
    #expect(await waiter.value == .closed)
    #expect(await slots.acquire(endpoint) == .closed)
  }
}
