import Contracts
import JSON
import Testing

@testable import APIGateway

@Suite struct PendingRepliesTests {
  @Test func givesEachWaiterOnce() {
    var pending = PendingReplies<Int>()
    let now = ContinuousClock.now
    pending.add(1, for: "a", until: now + .seconds(1))
    pending.add(2, for: "b", until: now + .seconds(2))
    pending.add(3, for: "c", until: now + .seconds(3))
    #expect(pending.takeExpired(at: now) == [])
    #expect(pending.take("b") == 2)
    #expect(pending.take("b") == nil)
    #expect(pending.takeExpired(at: now + .seconds(2)) == [1])
    #expect(pending.take("a") == nil)
    #expect(pending.takeAll() == [3])
    #expect(pending.count == 0)
  }

  @Test func keepsTheFirstAnswer() async throws {
    let slot = ReplySlot()
    slot.fill(.success(.done(result: 1)))
    slot.fill(.success(.done(result: 2)))
    #expect(try await slot.value() == .done(result: 1))
  }

  @Test func waitsForTheAnswer() async throws {
    let slot = ReplySlot()
    let waiting = Task { try await slot.value() }
    slot.fill(.failure(Refusal.timeout("late")))
    await #expect(throws: Refusal.self) { try await waiting.value }
  }

  @Test(.timeLimit(.minutes(3))) func waitsNoLongerThanItsTask() async {
    let slot = ReplySlot()
    let task = Task { try await slot.value() }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    slot.fill(.success(.done(result: 1)))
  }
}
