import Foundation
import Testing

@testable import RunExecutor

@Suite struct DeliveryPulseTests {
  private let endpoint = UUID()
  private let start = ContinuousClock.now

  @Test func takenAndSettledDeliveriesAreSignsOfLife() {
    let pulse = DeliveryPulse()
    #expect(pulse[endpoint] == nil)
    pulse.began(endpoint, at: start)
    pulse.taken(endpoint, at: start + .seconds(1))
    #expect(pulse[endpoint] == .init(inHand: 1, lastHeard: start + .seconds(1)))
    pulse.settled(endpoint, at: start + .seconds(9))
    #expect(pulse[endpoint] == .init(inHand: 0, lastHeard: start + .seconds(9)))
    pulse.forget(endpoint)
    #expect(pulse[endpoint] == nil)
  }

  @Test func whatAFormerConsumerHasInHandIsCountedToTheEnd() {
    let pulse = DeliveryPulse()
    pulse.began(endpoint, at: start)
    pulse.taken(endpoint, at: start)
    pulse.forget(endpoint)
    pulse.began(endpoint, at: start + .seconds(2))
    #expect(pulse[endpoint]?.inHand == 1)
    pulse.settled(endpoint, at: start + .seconds(3))
    #expect(pulse[endpoint] == .init(inHand: 0, lastHeard: start + .seconds(3)))
  }
}
