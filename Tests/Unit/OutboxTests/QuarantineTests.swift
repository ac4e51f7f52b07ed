import Testing

@testable import Outbox

@Suite("The quarantine of routes")
struct QuarantineTests {
  private static let start = ContinuousClock.now
  private var quarantine = Quarantine()

  @Test("lets a route be tried at once, and then after growing pauses")
  mutating func pauses() {
    quarantine.add("a", now: Self.start)
    var now = Self.start
    var pauses: [Duration] = []
    for _ in 1...8 {
      #expect(quarantine.due(at: now, atMost: 9) == ["a"])
      let pause = quarantine.failed("a", now: now)
      pauses.append(pause ?? .zero)
      #expect(quarantine.due(at: now, atMost: 9).isEmpty)
      now += pause ?? .zero
      #expect(quarantine.nextDue == now)
    }
    #expect(pauses == [1, 2, 4, 8, 16, 30, 30, 30].map { .seconds($0) })
  }

  @Test("does not shorten the pause of a route that is put there again")
  mutating func repetition() {
    quarantine.add("a", now: Self.start)
    quarantine.failed("a", now: Self.start)
    quarantine.add("a", now: Self.start)
    #expect(quarantine.due(at: Self.start, atMost: 9).isEmpty)
  }

  @Test("forgets a released route, failures and all")
  mutating func release() {
    quarantine.add("a", now: Self.start)
    quarantine.failed("a", now: Self.start)
    quarantine.release("a")
    #expect(quarantine.isEmpty)
    let late = quarantine.failed("a", now: Self.start)
    #expect(late == nil)
    #expect(quarantine.isEmpty, "a failure that comes late does not bring it back")
    quarantine.add("a", now: Self.start)
    let pause = quarantine.failed("a", now: Self.start)
    #expect(pause == .seconds(1))
  }

  @Test("offers those that wait longest first, and no more than asked for")
  mutating func order() {
    for (index, route) in ["c", "a", "b"].enumerated() {
      quarantine.add(route, now: Self.start + .seconds(index))
    }
    let later = Self.start + .seconds(9)
    #expect(quarantine.due(at: later, atMost: 2) == ["c", "a"])
    #expect(Set(quarantine.routes) == ["a", "b", "c"])
    #expect(quarantine.nextDue == Self.start)
  }
}
