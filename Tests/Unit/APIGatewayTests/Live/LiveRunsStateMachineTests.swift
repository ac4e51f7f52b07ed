import Domain
import Foundation
import Storage
import TestSupport
import Testing

@testable import APIGateway

/// Who is told what, as transcripts: events and readings in, states out.
@Suite struct LiveRunsStateMachineTests {
  private typealias Machine = LiveRuns.StateMachine

  private static let now = Date(timeIntervalSince1970: 1_800_000_000)

  private let endpoint = UUID()
  private let collection = UUID()

  private func run(
    _ id: UUID = UUID(), _ status: RunStatus = .running, endpoint: UUID? = nil, changed: TimeInterval = 0
  ) -> Run {
    Run(
      id: id, kind: .collection, trigger: .manual, endpointID: endpoint ?? self.endpoint,
      collectionID: collection, status: status, requestedBy: nil,
      requestedAt: Self.now.addingTimeInterval(changed))
  }

  private func state(_ run: Run, fence: Int64) -> LiveRun {
    LiveRun(RunState(run: run, fence: fence), readAt: Self.now)
  }

  private func reading(_ machine: inout Machine) throws -> LiveReading {
    let reading = machine.nextReading()
    return try #require(reading)
  }

  /// Reads what is to be read.
  private func read(_ machine: inout Machine, _ states: [LiveRun], changes: [LiveRun] = []) throws {
    let reading = try self.reading(&machine)
    _ = machine.give(
      states.filter { reading.runs[$0.run.id] != nil }, changes: changes, isCut: false, of: reading)
  }

  private func take(_ machine: inout Machine, _ number: Int) -> String? {
    switch machine.take(number) {
    case .run(let state): state.run.status.rawValue
    case .end(let end): "\(end)"
    case nil: nil
    }
  }

  @Test func readsOnceForManyEvents() throws {
    var machine = Machine()
    let subscriber = machine.subscribe(RunSelector(endpointID: endpoint))
    let run = run()
    for _ in 0..<100 { machine.changed(.init(run), at: Self.now) }
    let reading = try self.reading(&machine)
    #expect(reading.runs == [run.id: true])
    #expect(machine.nextReading() == nil)
    let woken = machine.give([state(run, fence: 1)], changes: [], isCut: false, of: reading)
    #expect(woken == [subscriber])
    #expect(take(&machine, subscriber) == "RUNNING")
    #expect(take(&machine, subscriber) == nil)
  }

  @Test func readsNothingForNobody() {
    var machine = Machine()
    machine.changed(.init(run()), at: Self.now)
    #expect(machine.nextReading() == nil)
    let subscriber = machine.subscribe(RunSelector(endpointID: UUID()))
    machine.changed(.init(run()), at: Self.now)
    #expect(machine.nextReading() == nil)
    machine.unsubscribe(subscriber)
    machine.missed(since: Self.now)
    #expect(machine.nextReading() == nil)
    #expect(machine.subscriberCount == 0)
  }

  @Test func givesEachWhatItsFiltersMatch() throws {
    var machine = Machine()
    let run = run()
    let matching = [
      RunSelector(), RunSelector(endpointID: endpoint), RunSelector(collectionID: collection),
      RunSelector(endpointID: endpoint, collectionID: collection),
    ].map { machine.subscribe($0) }
    let others = [
      RunSelector(endpointID: UUID()), RunSelector(collectionID: UUID()),
      RunSelector(endpointID: UUID(), collectionID: collection),
    ].map { machine.subscribe($0) }
    machine.changed(.init(run), at: Self.now)
    try read(&machine, [state(run, fence: 1)])
    for number in matching { #expect(take(&machine, number) == "RUNNING") }
    for number in others { #expect(take(&machine, number) == nil) }
  }

  @Test func showsANamedRunFirstAsItIs() throws {
    var machine = Machine()
    let run = run()
    let wide = machine.subscribe(RunSelector())
    let subscriber = machine.subscribe(RunSelector(endpointID: endpoint, runID: run.id))
    try read(&machine, [state(run, fence: 1)])
    #expect(take(&machine, subscriber) == "RUNNING")
    // Nothing has happened, so nobody else is told.
    #expect(take(&machine, wide) == nil)
    // Another one is shown it too, although it is known.
    let second = machine.subscribe(RunSelector(runID: run.id))
    try read(&machine, [state(run, fence: 1)])
    #expect(take(&machine, second) == "RUNNING")
    #expect(take(&machine, subscriber) == nil)
  }

  @Test func endsForARunThatDoesNotExist() throws {
    var machine = Machine()
    let unknown = machine.subscribe(RunSelector(runID: UUID()))
    let run = run()
    let elsewhere = machine.subscribe(RunSelector(endpointID: UUID(), runID: run.id))
    try read(&machine, [state(run, fence: 1)])
    #expect(take(&machine, unknown) == "unknownRun")
    #expect(take(&machine, elsewhere) == "unknownRun")
  }

  @Test func tellsNothingTwiceAndNeverGoesBack() throws {
    var machine = Machine()
    let subscriber = machine.subscribe(RunSelector())
    let id = UUID()
    machine.changed(.init(run(id)), at: Self.now)
    try read(&machine, [state(run(id, .succeeded), fence: 2)])
    machine.changed(.init(run(id)), at: Self.now)
    try read(&machine, [state(run(id, .succeeded), fence: 2)])
    machine.changed(.init(run(id)), at: Self.now)
    try read(&machine, [state(run(id, .running), fence: 1)])
    #expect(take(&machine, subscriber) == "SUCCEEDED")
    #expect(take(&machine, subscriber) == nil)
  }

  @Test func keepsTheLatestOfEachRunForTheSlow() throws {
    var machine = Machine()
    let subscriber = machine.subscribe(RunSelector())
    let ids = [UUID(), UUID()]
    for (fence, status) in [(0, RunStatus.queued), (1, .running), (2, .succeeded)] {
      for id in ids {
        machine.changed(.init(run(id)), at: Self.now)
        try read(&machine, [state(run(id, status), fence: Int64(fence))])
      }
    }
    #expect(take(&machine, subscriber) == "SUCCEEDED")
    #expect(take(&machine, subscriber) == "SUCCEEDED")
    #expect(take(&machine, subscriber) == nil)
    #expect(machine.takeCounts().dropped == 4)
  }

  @Test func tellsWhoIsTooSlowToReadAnew() throws {
    var machine = Machine(limits: .init(waitingRuns: 3))
    let slow = machine.subscribe(RunSelector())
    let quick = machine.subscribe(RunSelector())
    for number in 0..<10 {
      let run = run()
      machine.changed(.init(run), at: Self.now)
      try read(&machine, [state(run, fence: Int64(number))])
      #expect(take(&machine, quick) == "RUNNING")
    }
    #expect(take(&machine, slow) == "lost")
    #expect(take(&machine, slow) == "lost")
    #expect(machine.takeCounts().overflows == 1)
  }

  @Test func readsAgainWhatIsFollowedWhenEventsWereMissed() throws {
    var machine = Machine()
    let wide = machine.subscribe(RunSelector(endpointID: endpoint))
    let active = run()
    let ended = run(UUID(), .failed)
    for run in [active, ended] { machine.changed(.init(run), at: Self.now) }
    try read(&machine, [state(active, fence: 1), state(ended, fence: 2)])
    while take(&machine, wide) != nil {}
    let named = run(UUID(), .queued)
    let one = machine.subscribe(RunSelector(runID: named.id))
    try read(&machine, [state(named, fence: 0)])
    while take(&machine, one) != nil {}
    while take(&machine, wide) != nil {}

    machine.missed(since: Self.now)
    let reading = try self.reading(&machine)
    #expect(reading.runs == [active.id: false, named.id: false])
    #expect(reading.since == Self.now)
    // The database is away too: the same is read later.
    machine.failed(reading)
    #expect(machine.nextReading() == reading)
    let unseen = run(UUID(), .succeeded, changed: 1)
    let before = run(UUID(), .succeeded, changed: -1)
    _ = machine.give(
      [state(active, fence: 1), state(run(named.id, .running), fence: 1)],
      changes: [state(unseen, fence: 2), state(before, fence: 2)], isCut: false, of: reading)
    #expect(take(&machine, one) == "RUNNING")
    #expect(take(&machine, one) == nil)
    // The named run is the endpoint's too, the unseen one is new, the active one has not changed.
    #expect([take(&machine, wide), take(&machine, wide)] == ["RUNNING", "SUCCEEDED"])
    #expect(take(&machine, wide) == nil)
  }

  @Test func tellsAllToReadAnewWhenTooMuchWasMissed() throws {
    var machine = Machine()
    let wide = machine.subscribe(RunSelector(endpointID: endpoint))
    let named = run()
    let one = machine.subscribe(RunSelector(runID: named.id))
    try read(&machine, [state(named, fence: 1)])
    #expect(take(&machine, one) == "RUNNING")
    machine.missed(since: Self.now)
    let reading = try self.reading(&machine)
    _ = machine.give([state(named, fence: 1)], changes: [], isCut: true, of: reading)
    #expect(take(&machine, wide) == "lost")
    // All that this one follows was read.
    #expect(take(&machine, one) == nil)
  }

  @Test func looksForChangesWhenTooManyEventsWait() throws {
    var machine = Machine(limits: .init(unreadRuns: 5))
    let subscriber = machine.subscribe(RunSelector())
    for second in 0..<50 {
      machine.changed(.init(run()), at: Self.now.addingTimeInterval(Double(second)))
    }
    let reading = try self.reading(&machine)
    #expect(reading.since == Self.now)
    #expect(reading.runs.count <= 6)
    _ = machine.give([], changes: [state(run(changed: 3), fence: 1)], isCut: false, of: reading)
    #expect(take(&machine, subscriber) == "RUNNING")
  }

  @Test func bringsAReturningClientUpToDate() throws {
    var machine = Machine()
    let staying = machine.subscribe(RunSelector())
    let run = run(UUID(), .succeeded, changed: 5)
    machine.changed(.init(run), at: Self.now)
    try read(&machine, [state(run, fence: 2)])
    #expect(take(&machine, staying) == "SUCCEEDED")
    let returning = machine.subscribe(RunSelector(endpointID: endpoint), resumption: Self.now)
    let other = machine.subscribe(RunSelector(endpointID: UUID()), resumption: Self.now)
    try read(&machine, [], changes: [state(run, fence: 2)])
    #expect(take(&machine, returning) == "SUCCEEDED")
    #expect(take(&machine, other) == nil)
    #expect(take(&machine, staying) == nil)
  }

  @Test func saysGoodbyeAfterTheLastState() throws {
    var machine = Machine()
    let subscriber = machine.subscribe(RunSelector())
    let run = run(UUID(), .succeeded)
    machine.changed(.init(run), at: Self.now)
    try read(&machine, [state(run, fence: 2)])
    #expect(machine.finish() == [subscriber])
    #expect(take(&machine, subscriber) == "SUCCEEDED")
    #expect(take(&machine, subscriber) == "done")
  }

  /// Whatever happens in whatever order, nobody sees a run go back, and everybody sees its end.
  @Test(arguments: 0..<50) func keepsItsPromisesAtRandom(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var machine = Machine(limits: .init(unreadRuns: 20, readingSize: 3, rememberedRuns: 64))
    let endpoints = (0..<3).map { _ in UUID() }
    var rows = (0..<12).map { number in
      (run: run(UUID(), .queued, endpoint: endpoints[number % 3]), fence: Int64(0))
    }
    var subscribers: [Int: (selector: RunSelector, seen: [UUID: Int64])] = [:]
    for endpoint in endpoints {
      for selector in [RunSelector(), RunSelector(endpointID: endpoint)] {
        subscribers[machine.subscribe(selector)] = (selector, [:])
      }
    }
    func deliver() {
      for number in subscribers.keys {
        while case .run(let state)? = machine.take(number) {
          let id = state.run.id
          #expect(subscribers[number]?.selector.matches(.init(state.run)) == true)
          #expect(state.fence > subscribers[number]?.seen[id] ?? -1)
          subscribers[number]?.seen[id] = state.fence
        }
      }
    }
    func readSome() {
      guard let reading = machine.nextReading() else { return }
      if Int.random(in: 0..<4, using: &random) == 0 { return machine.failed(reading) }
      let read = rows.map { state($0.run, fence: $0.fence) }
      _ = machine.give(
        read.filter { reading.runs[$0.run.id] != nil }, changes: reading.since == nil ? [] : read,
        isCut: false, of: reading)
    }
    for _ in 0..<300 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<5:
        let index = Int.random(in: 0..<rows.count, using: &random)
        if !rows[index].run.status.isTerminal {
          rows[index].fence += 1
          rows[index].run.status = rows[index].fence >= 3 ? .succeeded : .running
          machine.changed(.init(rows[index].run), at: Self.now)
        }
      case 5..<7: readSome()
      case 7: machine.missed(since: Self.now.addingTimeInterval(-60))
      default: deliver()
      }
    }
    while machine.hasUnread { readSome() }
    deliver()
    for (selector, seen) in subscribers.values {
      for row in rows where row.fence > 0 && selector.matches(.init(row.run)) {
        #expect(seen[row.run.id] == row.fence)
      }
    }
  }
}
