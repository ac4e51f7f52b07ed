import GraphQL
import OrderedCollections
import Testing

@testable import APIGateway

/// What is written when, and who is cut off, told without a clock.
@Suite struct StreamOutletStateMachineTests {
  private let start = ContinuousClock.now
  private var machine: StreamOutlet.StateMachine

  init() { machine = StreamOutlet.StateMachine(settings: EventStreamSettings(), now: start) }

  private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

  private mutating func next(_ seconds: Double) -> String? {
    switch machine.next(now: at(seconds)) {
    case .response: "response"
    case .heartbeat: "heartbeat"
    case .check: "check"
    case .end(let end): "\(end)"
    case nil: nil
    }
  }

  private let response = GraphQLResponse(data: [:], errors: [])

  @Test mutating func beatsWhenNothingElseIsWritten() {
    #expect(next(0) == nil)
    #expect(machine.tick(now: at(4)) == .none)
    #expect(machine.tick(now: at(5)) == .ready)
    #expect(next(5) == "check")
    #expect(machine.tick(now: at(9)) == .none)
    #expect(machine.tick(now: at(12)) == .ready)
    #expect(next(12) == "check")
    #expect(next(12) == "heartbeat")
    machine.wrote(now: at(12))
    #expect(machine.tick(now: at(16)) == .none)
  }

  @Test mutating func putsOffTheBeatAfterAResponse() {
    #expect(machine.offer(response) == true)
    #expect(next(11) == "response")
    machine.wrote(now: at(11))
    // The right was asked for with the response.
    #expect(machine.tick(now: at(12)) == .none)
    #expect(machine.tick(now: at(23)) == .ready)
  }

  @Test mutating func cutsOffWhoTakesNothing() {
    #expect(machine.offer(response) == true)
    #expect(next(1) == "response")
    #expect(machine.tick(now: at(60)) == .none)
    #expect(machine.tick(now: at(61)) == .cut)
    #expect(machine.tick(now: at(62)) == .none)
  }

  @Test mutating func endsAfterWhatWasOffered() {
    #expect(machine.offer(response) == true)
    #expect(machine.finish(.completed, now: at(1)) == false)
    #expect(machine.offer(response) == false)
    #expect(next(1) == "response")
    machine.wrote(now: at(1))
    #expect(next(1) == "completed")
  }

  @Test mutating func waitsForNobodyWhenItStops() {
    #expect(machine.offer(response) == true)
    #expect(next(1) == "response")
    #expect(machine.finish(.stopping, now: at(1)) == false)
    #expect(machine.tick(now: at(1.5)) == .none)
    #expect(machine.tick(now: at(2)) == .cut)
  }

  @Test mutating func writesNothingToWhoHasLeft() {
    #expect(machine.offer(response) == true)
    #expect(machine.finish(.clientLeft, now: at(1)) == false)
    #expect(next(1) == "clientLeft")
  }

  @Test mutating func breaksOffTheWritingToWhoHasLeft() {
    #expect(machine.offer(response) == true)
    #expect(next(1) == "response")
    #expect(machine.finish(.completed, now: at(1)) == false)
    #expect(machine.finish(.clientLeft, now: at(1)) == true)
  }
}
