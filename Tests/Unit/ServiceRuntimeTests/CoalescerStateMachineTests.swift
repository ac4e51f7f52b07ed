import Testing

@testable import ServiceRuntime

@Suite struct CoalescerStateMachineTests {
  private func machine(
    batch: Int = 10, inFlight: Int = 1, pending: Int = 100, patience: Duration = .zero
  ) -> CoalescerStateMachine<String> {
    CoalescerStateMachine(
      maxBatchSize: batch, maxInFlight: inFlight, maxPending: pending, patience: patience)
  }

  private func text(_ action: CoalescerStateMachine<String>.SubmitAction) -> String {
    switch action {
    case .start(let batch): "start " + text(batch)
    case .wait: "wait"
    case .refuse: "refuse"
    }
  }

  private func text(_ batch: CoalescerStateMachine<String>.Batch?) -> String {
    batch.map { $0.entries.map(\.request).joined(separator: ",") } ?? "idle"
  }

  private let start = ContinuousClock.now

  @Test func gathersWhileABatchIsInFlight() {
    var machine = machine()
    #expect(text(machine.submit("a", id: 1, now: start)) == "start a")
    #expect(text(machine.submit("b", id: 2, now: start)) == "wait")
    #expect(text(machine.submit("c", id: 3, now: start)) == "wait")
    #expect(text(machine.finished(1, now: start)) == "b,c")
    #expect(text(machine.finished(2, now: start)) == "idle")
    #expect(text(machine.submit("d", id: 4, now: start)) == "start d")
  }

  @Test func cutsBatchesAndKeepsTheOrder() {
    var machine = machine(batch: 2)
    #expect(text(machine.submit("a", id: 1, now: start)) == "start a")
    for (index, name) in ["b", "c", "d"].enumerated() {
      #expect(text(machine.submit(name, id: UInt64(index) + 2, now: start)) == "wait")
    }
    #expect(text(machine.finished(1, now: start)) == "b,c")
    #expect(text(machine.finished(2, now: start)) == "d")
    #expect(text(machine.finished(3, now: start)) == "idle")
  }

  @Test func runsAtMostSoManyBatches() {
    var machine = machine(inFlight: 2)
    #expect(text(machine.submit("a", id: 1, now: start)) == "start a")
    #expect(text(machine.submit("b", id: 2, now: start)) == "start b")
    #expect(text(machine.submit("c", id: 3, now: start)) == "wait")
    #expect(text(machine.finished(1, now: start)) == "c")
    #expect(machine.inFlight == 2)
  }

  @Test func withdrawsOnlyWhatWaits() {
    var machine = machine()
    #expect(text(machine.submit("a", id: 1, now: start)) == "start a")
    #expect(text(machine.submit("b", id: 2, now: start)) == "wait")
    machine.withdraw(1)
    machine.withdraw(2)
    #expect(machine.inFlight == 1)
    #expect(text(machine.finished(1, now: start)) == "idle")
  }

  @Test func refusesBeyondTheLimit() {
    var machine = machine(pending: 1)
    #expect(text(machine.submit("a", id: 1, now: start)) == "start a")
    #expect(text(machine.submit("b", id: 2, now: start)) == "wait")
    #expect(text(machine.submit("c", id: 3, now: start)) == "refuse")
    #expect(text(machine.finished(1, now: start)) == "b")
    #expect(text(machine.submit("d", id: 4, now: start)) == "wait")
  }

  @Test func doesWithOneBatchWhileThatIsQuick() {
    var machine = machine(batch: 3, inFlight: 2, patience: .milliseconds(20))
    #expect(text(machine.submit("a", id: 1, now: start)) == "start a")
    #expect(machine.setAlarm() == nil)
    #expect(text(machine.submit("b", id: 2, now: start)) == "wait")
    #expect(machine.setAlarm() == start + .milliseconds(20))
    #expect(text(machine.submit("c", id: 3, now: start + .milliseconds(5))) == "wait")
    #expect(machine.setAlarm() == nil)
    #expect(text(machine.finished(1, now: start + .milliseconds(10))) == "b,c")
    #expect(text(machine.submit("d", id: 4, now: start + .milliseconds(15))) == "wait")
    // The alarm was for others; the batch in flight is younger.
    #expect(text(machine.alarmRang(now: start + .milliseconds(20))) == "idle")
    #expect(machine.setAlarm() == start + .milliseconds(30))
    #expect(text(machine.alarmRang(now: start + .milliseconds(30))) == "d")
    #expect(machine.setAlarm() == nil)
  }

  @Test func aFullBatchDoesNotWait() {
    var machine = machine(batch: 2, inFlight: 2, patience: .seconds(1))
    #expect(text(machine.submit("a", id: 1, now: start)) == "start a")
    #expect(text(machine.submit("b", id: 2, now: start)) == "wait")
    #expect(text(machine.submit("c", id: 3, now: start)) == "start b,c")
    #expect(text(machine.submit("d", id: 4, now: start)) == "wait")
  }

  @Test func whatIsHeldUpHoldsUpNobody() {
    var machine = machine(inFlight: 2, patience: .milliseconds(20))
    #expect(text(machine.submit("held up", id: 1, now: start)) == "start held up")
    #expect(text(machine.submit("b", id: 2, now: start + .milliseconds(50))) == "start b")
    #expect(text(machine.submit("c", id: 3, now: start + .milliseconds(51))) == "wait")
    #expect(text(machine.finished(2, now: start + .milliseconds(52))) == "c")
  }

  /// Whatever the events: no request is lost, doubled or overtaken, the limits hold, and nothing waits for nothing.
  @Test(arguments: 0..<100) func keepsItsPromises(seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    let size = Int.random(in: 1...5, using: &generator)
    let limit = Int.random(in: 1...3, using: &generator)
    let patience = Duration.milliseconds(Int.random(in: 0...2, using: &generator) * 10)
    var machine = CoalescerStateMachine<Int>(
      maxBatchSize: size, maxInFlight: limit, maxPending: 20, patience: patience)
    var now = start
    var alarm: ContinuousClock.Instant?
    var running: [UInt64] = []
    var expected: [Int] = []
    var started: [Int] = []
    func note(_ batch: CoalescerStateMachine<Int>.Batch?) {
      guard let batch else { return }
      #expect((1...size).contains(batch.entries.count))
      running.append(batch.number)
      started += batch.entries.map(\.request)
    }
    for number in 0..<300 {
      switch Int.random(in: 0..<12, using: &generator) {
      case 0..<5:
        switch machine.submit(number, id: UInt64(number), now: now) {
        case .start(let batch):
          expected.append(number)
          note(batch)
        case .wait: expected.append(number)
        case .refuse: #expect(machine.waitingCount == 20)
        }
      case 5..<9 where !running.isEmpty:
        let batch = running.remove(at: .random(in: running.indices, using: &generator))
        note(machine.finished(batch, now: now))
      case 9..<11:
        now += .milliseconds(.random(in: 1...15, using: &generator))
        if let time = alarm, time <= now {
          alarm = nil
          note(machine.alarmRang(now: now))
        }
      default:
        if let victim = expected.dropFirst(started.count).randomElement(using: &generator) {
          machine.withdraw(UInt64(victim))
          expected.removeAll { $0 == victim }
        }
      }
      if let next = machine.setAlarm() {
        #expect(alarm == nil)
        alarm = next
      }
      #expect(machine.inFlight <= limit)
      #expect(machine.waitingCount == 0 || machine.inFlight == limit || alarm != nil)
    }
    while !running.isEmpty { note(machine.finished(running.removeFirst(), now: now)) }
    #expect(started == expected)
  }
}
