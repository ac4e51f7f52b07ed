import Foundation
import Synchronization
import Testing

@testable import RunExecutor

@Suite(.timeLimit(.minutes(3))) struct RunSignalTests {
  private let far = ContinuousClock.now + .seconds(3_600)

  @Test func aDeadlineFires() async {
    let signal = RunSignal()
    let deadline = ContinuousClock.now + .seconds(600)
    let waiter = Task { await signal.wait(until: deadline) }
    // Firing before the waiter has come does nothing, so it is fired until it has.
    let firing = Task {
      while !Task.isCancelled {
        signal.fire(at: deadline - .seconds(1))
        signal.fire(at: deadline)
        await Task.yield()
      }
    }
    #expect(await waiter.value == .due)
    firing.cancel()
  }

  @Test func anInterruptionIsRemembered() async {
    let signal = RunSignal()
    signal.raise(.shutdown)
    #expect(await signal.wait(until: far) == .interrupted(.shutdown))
    signal.raise(.leaseLost)
    signal.raise(.shutdown)
    #expect(await signal.wait(until: far) == .interrupted(.leaseLost))
  }

  @Test func theLossIsToldOnce() {
    let told = Mutex(0)
    let signal = RunSignal { told.withLock { $0 += 1 } }
    signal.raise(.shutdown)
    #expect(told.withLock { $0 } == 0)
    signal.raise(.leaseLost)
    signal.raise(.leaseLost)
    #expect(told.withLock { $0 } == 1)
  }

  @Test func workThatEndsWins() async {
    let signal = RunSignal()
    guard case .finished(let value) = await signal.race(until: far, { 42 }) else {
      Issue.record("the work did not win")
      return
    }
    #expect(value == 42)
    // The waiter of the race is gone: the next one waits undisturbed.
    signal.raise(.shutdown)
    #expect(await signal.wait(until: far) == .interrupted(.shutdown))
  }

  @Test func anInterruptionCancelsTheWork() async {
    let signal = RunSignal()
    let wasCancelled = Mutex(false)
    async let race = signal.race(until: far) {
      signal.raise(.leaseLost)
      while !Task.isCancelled { await Task.yield() }
      wasCancelled.withLock { $0 = true }
    }
    guard case .woken(.interrupted(.leaseLost)) = await race else {
      Issue.record("the interruption did not win")
      return
    }
    #expect(wasCancelled.withLock { $0 })
  }

  @Test func cancellationEndsTheWait() async {
    let signal = RunSignal()
    let waiter = Task { await signal.wait(until: far) }
    waiter.cancel()
    #expect(await waiter.value == .cancelled)
  }
}
