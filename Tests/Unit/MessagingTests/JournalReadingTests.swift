import AMQP
import Contracts
import Foundation
import TestSupport
import Testing

@testable import Messaging

/// What is taken out of a stream that goes by.
@Suite struct JournalReadingTests {
  private func message(_ offset: Int64, id: String?, bytes: Int = 1) -> AMQPStreamMessage {
    var properties = AMQPProperties()
    properties.messageID = id
    return AMQPStreamMessage(
      offset: offset,
      message: AMQPMessage(body: Array(repeating: 0x61, count: bytes), properties: properties),
      exchange: "", routingKey: "")
  }

  private func wanted(_ offset: Int64, _ id: String) -> JournalReader.Wanted {
    JournalReader.Wanted(offset: offset, messageID: id)
  }

  private func words(_ reading: JournalReader.Reading?) -> String {
    switch reading {
    case .found(let message): "found \(message.properties.messageID ?? "")"
    case .gone: "gone"
    case .tooMuch: "too much"
    case nil: "nothing"
    }
  }

  @Test func keepsWhatIsWantedAndNothingElse() {
    let harvest = JournalHarvest([wanted(3, "c"), wanted(5, "e"), wanted(7, "g")], ByteAllowance(2))
    // What lies before the wanted ones comes with their chunk.
    for (offset, id) in [(2, "b"), (3, "c"), (4, "d")] {
      #expect(!harvest.take(message(Int64(offset), id: id)))
    }
    #expect(harvest.readings.count == 1)
    #expect(!harvest.take(message(5, id: "e")))
    #expect(harvest.take(message(7, id: "g")))
    #expect([3, 5, 7].map { words(harvest.readings[$0]) } == ["found c", "found e", "too much"])
  }

  @Test func anotherMessageAtThePlaceIsNotTheOne() {
    let harvest = JournalHarvest([wanted(0, "a"), wanted(3, "c"), wanted(4, "d")], ByteAllowance(100))
    #expect(!harvest.take(message(3, id: "secret")))
    #expect(harvest.take(message(4, id: "d")))
    // Offset 0 lies before what the stream still holds.
    #expect([0, 3, 4].map { words(harvest.readings[$0]) } == ["gone", "gone", "found d"])
  }

  @Test func aMessageThatWillNotComeLeavesNoReading() {
    let harvest = JournalHarvest([wanted(3, "c"), wanted(9, "i")], ByteAllowance(100))
    #expect(!harvest.take(message(3, id: "c")))
    #expect(words(harvest.readings[9]) == "nothing")
  }

  /// The index replaces what it cannot hold.
  @Test(arguments: [
    ("a", "a", true), ("a", "ab", false), ("ab", "a", false), (nil, "place:0:7", true), (nil, "a", false),
    ("", "place:3:7", true), ("a\u{0}b", "a\u{FFFD}b", true), ("a\u{0}b", "ab", false),
    ("b", "place:0:8", false),
    ("\u{E9}", "e\u{301}", false),
    (String(repeating: "k", count: 255), String(repeating: "k", count: 255), true),
    (String(repeating: "k", count: 255), String(repeating: "k", count: 254), false),
  ])
  func aMessageIsToldByItsID(_ id: String?, _ indexed: String, _ isSame: Bool) {
    #expect(wanted(7, indexed).isNamed(by: message(7, id: id)) == isSame)
  }

  @Test func aGroupNeverSpansMoreThanItMay() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let places = (0..<Int.random(in: 0...300, using: &generator)).map { _ in
        wanted(Int64.random(in: 0...Int64.random(in: 1...20_000, using: &generator), using: &generator), "x")
      }
      let groups = JournalReader.groups(of: places)
      #expect(groups.flatMap { $0.map(\.offset) } == Set(places.map(\.offset)).sorted())
      for group in groups {
        let offsets = group.map(\.offset)
        #expect((offsets.last ?? 0) - (offsets.first ?? 0) < 2_000)
        #expect(zip(offsets, offsets.dropFirst()).allSatisfy { $1 - $0 <= 200 })
      }
    }
  }
}
