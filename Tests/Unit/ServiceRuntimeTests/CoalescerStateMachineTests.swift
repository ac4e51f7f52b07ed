import Testing

@testable import ServiceRuntime

@Suite struct CoalescerStateMachineTests {
  private func machine(
    batch: Int = 10, inFlight: Int = 1, pending: Int = 100
  ) -> CoalescerStateMachine<String> {
    CoalescerStateMachine(maxBatchSize: batch, maxInFlight: inFlight, maxPending: pending)
  }

  private func text(_ action: CoalescerStateMachine<String>.SubmitAction) -> String {
    switch action {
    case .start(let entries): "start " + text(entries)
    case .wait: "wait"
    case .refuse: "refuse"
    }
  }

  private func text(_ entries: [CoalescerStateMachine<String>.Entry]?) -> String {
    entries.map { $0.map(\.request).joined(separator: ",") } ?? "idle"
  }

  @Test func gathersWhileABatchIsInFlight() {
    var machine = machine()
    #expect(text(machine.submit("a", id: 1)) == "start a")
    #expect(text(machine.submit("b", id: 2)) == "wait")
    #expect(text(machine.submit("c", id: 3)) == "wait")
    #expect(text(machine.batchFinished()) == "b,c")
    #expect(text(machine.batchFinished()) == "idle")
    #expect(text(machine.submit("d", id: 4)) == "start d")
  }

  @Test func cutsBatchesAndKeepsTheOrder() {
    var machine = machine(batch: 2)
    #expect(text(machine.submit("a", id: 1)) == "start a")
    for (index, name) in ["b", "c", "d"].enumerated() {
      #expect(text(machine.submit(name, id: UInt64(index) + 2)) == "wait")
    }
    #expect(text(machine.batchFinished()) == "b,c")
    #expect(text(machine.batchFinished()) == "d")
    #expect(text(machine.batchFinished()) == "idle")
  }

  @Test func runsAtMostSoManyBatches() {
    var machine = machine(inFlight: 2)
    #expect(text(machine.submit("a", id: 1)) == "start a")
    #expect(text(machine.submit("b", id: 2)) == "start b")
    #expect(text(machine.submit("c", id: 3)) == "wait")
    #expect(text(machine.batchFinished()) == "c")
    #expect(machine.inFlight == 2)
  }

  @Test func withdrawsOnlyWhatWaits() {
    var machine = machine()
    #expect(text(machine.submit("a", id: 1)) == "start a")
    #expect(text(machine.submit("b", id: 2)) == "wait")
    machine.withdraw(1)
    machine.withdraw(2)
    #expect(machine.inFlight == 1)
    #expect(text(machine.batchFinished()) == "idle")
  }

  @Test func refusesBeyondTheLimit() {
    var machine = machine(pending: 1)
    #expect(text(machine.submit("a", id: 1)) == "start a")
    #expect(text(machine.submit("b", id: 2)) == "wait")
    #expect(text(machine.submit("c", id: 3)) == "refuse")
    #expect(text(machine.batchFinished()) == "b")
    #expect(text(machine.submit("d", id: 4)) == "wait")
  }

  /// Whatever the events: no request is lost, doubled or overtaken, and the limits hold.
  @Test(arguments: 0..<100) func keepsItsPromises(seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    let size = Int.random(in: 1...5, using: &generator)
    let limit = Int.random(in: 1...3, using: &generator)
    var machine = CoalescerStateMachine<Int>(maxBatchSize: size, maxInFlight: limit, maxPending: 20)
    var expected: [Int] = []
    var started: [Int] = []
    func note(_ batch: [CoalescerStateMachine<Int>.Entry]?) {
      #expect(batch?.isEmpty != true && (batch?.count ?? 0) <= size)
      started += batch?.map(\.request) ?? []
    }
    for number in 0..<300 {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0..<5:
        switch machine.submit(number, id: UInt64(number)) {
        case .start(let batch):
          expected.append(number)
          note(batch)
        case .wait: expected.append(number)
        case .refuse: #expect(machine.waitingCount == 20)
        }
      case 5..<9 where machine.inFlight > 0: note(machine.batchFinished())
      default:
        if let victim = expected.dropFirst(started.count).randomElement(using: &generator) {
          machine.withdraw(UInt64(victim))
          expected.removeAll { $0 == victim }
        }
      }
      #expect(machine.inFlight <= limit)
      #expect(machine.waitingCount == 0 || machine.inFlight == limit)
    }
    while machine.inFlight > 0 { note(machine.batchFinished()) }
    #expect(started == expected)
  }
}
