import TestSupport
import Testing

@testable import AMQP

@Suite struct AcknowledgementsTests {
  private typealias Frame = Acknowledgements.Frame

  private func delivered(_ count: UInt64) -> Acknowledgements {
    var acknowledgements = Acknowledgements()
    for tag in 1...count { acknowledgements.delivered(tag) }
    return acknowledgements
  }

  @Test func whatHasNoGapIsOneFrame() {
    var acknowledgements = delivered(4)
    for tag in [2, 1, 3] as [UInt64] { acknowledgements.acknowledge(tag) }
    #expect(acknowledgements.takeFrames() == [Frame(tag: 3, isMultiple: true)])
    #expect(acknowledgements.takeFrames().isEmpty)
    acknowledgements.acknowledge(4)
    #expect(acknowledgements.takeFrames() == [Frame(tag: 4, isMultiple: false)])
  }

  @Test func aDeliveryInHandHoldsUpNothing() {
    var acknowledgements = delivered(6)
    for tag in [2, 3, 5] as [UInt64] { acknowledgements.acknowledge(tag) }
    #expect(
      acknowledgements.takeFrames() == [2, 3, 5].map { Frame(tag: $0, isMultiple: false) })
    acknowledgements.settleOtherwise(4)
    acknowledgements.acknowledge(6)
    acknowledgements.acknowledge(1)
    #expect(acknowledgements.takeFrames() == [Frame(tag: 6, isMultiple: true)])
  }

  /// Against a broker that knows what is outstanding: each delivery is settled once, none that is in hand.
  @Test(arguments: 0..<100) func settlesEachOnce(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var acknowledgements = Acknowledgements()
    var outstanding: Set<UInt64> = []
    var inHand: [UInt64] = []
    var next: UInt64 = 1
    func send() {
      for frame in acknowledgements.takeFrames() {
        #expect(outstanding.contains(frame.tag))
        let settled: Set = frame.isMultiple ? outstanding.filter { $0 <= frame.tag } : [frame.tag]
        #expect(settled.isDisjoint(with: inHand))
        outstanding.subtract(settled)
      }
      #expect(outstanding == Set(inHand))
    }
    for _ in 0..<300 {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0..<4:
        outstanding.insert(next)
        acknowledgements.delivered(next)
        inHand.append(next)
        next += 1
      case 4..<7 where !inHand.isEmpty:
        acknowledgements.acknowledge(inHand.remove(at: .random(in: inHand.indices, using: &generator)))
      case 7 where !inHand.isEmpty:
        let tag = inHand.remove(at: .random(in: inHand.indices, using: &generator))
        outstanding.remove(tag)
        acknowledgements.settleOtherwise(tag)
      default: send()
      }
    }
    for tag in inHand { acknowledgements.acknowledge(tag) }
    inHand = []
    send()
    #expect(outstanding.isEmpty)
  }
}
