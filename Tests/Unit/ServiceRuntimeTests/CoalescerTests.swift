import Synchronization
import Testing

@testable import ServiceRuntime

@Suite(.timeLimit(.minutes(3))) struct CoalescerTests {
  private struct Refusal: Error, Equatable { let number: Int }

  @Test func callersGetTheirOwnResults() async throws {
    let coalescer = Coalescer<Int, Int>(maxBatchSize: 7, maxInFlight: 3) { requests in
      await Task.yield()
      return requests.map { $0 % 10 == 3 ? .failure(Refusal(number: $0)) : .success($0 * 2) }
    }
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<500 {
        group.addTask {
          do {
            #expect(try await coalescer.submit(number) == number * 2)
            #expect(number % 10 != 3)
          } catch {
            #expect(error as? Refusal == Refusal(number: number))
          }
        }
      }
    }
  }

  @Test func whatArrivesDuringABatchGoesTogether() async throws {
    let gate = Gate()
    let batches = Mutex<[[Int]]>([])
    let coalescer = Coalescer<Int, Int>(maxBatchSize: 100) { requests in
      batches.withLock { $0.append(requests) }
      await gate.pass()
      return requests.map { .success($0) }
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { _ = try await coalescer.submit(0) }
      await gate.waitForArrivals(1)
      for number in 1...20 { group.addTask { _ = try await coalescer.submit(number) } }
      while coalescer.waitingCount < 20 { await Task.yield() }
      gate.open()
      try await group.waitForAll()
    }
    let seen = batches.withLock { $0 }
    #expect(seen.count == 2)
    #expect(seen.first == [0])
    #expect(seen.last.map(Set.init) == Set(1...20))
  }

  @Test func whoWaitsBesideABatchThatIsHeldUpIsServed() async throws {
    let gate = Gate()
    let coalescer = Coalescer<Int, Int>(maxBatchSize: 100, maxInFlight: 2, patience: .milliseconds(10)) {
      requests in
      if requests == [0] { await gate.pass() }
      return requests.map { .success($0) }
    }
    let heldUp = Task { try await coalescer.submit(0) }
    await gate.waitForArrivals(1)
    // Twice, since an alarm is set for each.
    #expect(try await coalescer.submit(1) == 1)
    #expect(try await coalescer.submit(2) == 2)
    gate.open()
    #expect(try await heldUp.value == 0)
  }

  @Test func aCancelledCallerLeavesTheOthersAlone() async throws {
    let gate = Gate()
    let batches = Mutex<[[Int]]>([])
    let coalescer = Coalescer<Int, Int>(maxBatchSize: 100) { requests in
      batches.withLock { $0.append(requests) }
      await gate.pass()
      return requests.map { .success($0) }
    }
    let inFlight = Task { try await coalescer.submit(0) }
    await gate.waitForArrivals(1)
    let waiting = [1, 2, 3].map { number in Task { try await coalescer.submit(number) } }
    while coalescer.waitingCount < 3 { await Task.yield() }
    inFlight.cancel()
    waiting[1].cancel()
    // Both leave although the batch has not ended.
    await #expect(throws: CancellationError.self) { try await inFlight.value }
    await #expect(throws: CancellationError.self) { try await waiting[1].value }
    gate.open()
    #expect(try await waiting[0].value == 1)
    #expect(try await waiting[2].value == 3)
    let seen = batches.withLock { $0 }
    #expect(seen.count == 2 && seen.last.map(Set.init) == [1, 3])
  }

  @Test func aCallerCancelledBeforehandIsNotServed() async {
    let coalescer = Coalescer<Int, Int>(maxBatchSize: 1) { requests in
      Issue.record("served \(requests)")
      return requests.map { .success($0) }
    }
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await coalescer.submit(1)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func aFailedBatchFailsItsCallersOnly() async throws {
    let coalescer = Coalescer<Int, Int>(maxBatchSize: 1) { requests in
      if requests == [1] { throw Refusal(number: 1) }
      return requests == [2] ? [] : requests.map { .success($0) }
    }
    await #expect(throws: Refusal(number: 1)) { try await coalescer.submit(1) }
    await #expect(throws: CoalescerError.resultCountMismatch) { try await coalescer.submit(2) }
    #expect(try await coalescer.submit(3) == 3)
  }

  @Test func tooManyWaitersAreRefused() async throws {
    let gate = Gate()
    let coalescer = Coalescer<Int, Int>(maxBatchSize: 1, maxPending: 2) { requests in
      await gate.pass()
      return requests.map { .success($0) }
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<3 { group.addTask { _ = try await coalescer.submit(number) } }
      while coalescer.waitingCount < 2 { await Task.yield() }
      await #expect(throws: CoalescerError.overloaded) { try await coalescer.submit(9) }
      gate.open()
      try await group.waitForAll()
    }
  }
}

/// Holds batches back until it is opened.
private final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var arrivals = 0
  }

  private let state = Mutex(State())

  func pass() async {
    state.withLock { $0.arrivals += 1 }
    while !state.withLock({ $0.isOpen }) { await Task.yield() }
  }

  func open() { state.withLock { $0.isOpen = true } }

  func waitForArrivals(_ count: Int) async {
    while state.withLock({ $0.arrivals }) < count { await Task.yield() }
  }
}
