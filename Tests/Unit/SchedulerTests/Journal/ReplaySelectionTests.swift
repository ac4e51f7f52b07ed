import Contracts
import Foundation
import JSON
import Storage
import Testing

@testable import Scheduler

/// What of the journal can be put back.
@Suite struct ReplaySelectionTests {
  private func entry(_ type: String, exchange: Exchange = .commands, offset: Int64 = 0) -> JournalEntry {
    JournalEntry(
      place: JournalPlace(generation: 0, offset: offset), messageID: "m\(offset)", type: type,
      exchange: exchange.rawValue, routingKey: "scheduler", publishedAt: Date(), sender: "")
  }

  @Test(arguments: [
    ("collection.trigger.v1", true, true), ("endpoint.delete.v1", true, false),
    ("webhook.delete.v1", true, false),
    ("messages.replay.v1", false, false), ("message.replay.v1", false, false),
    ("run.replay.v1", false, false),
    ("dead-letter.redrive.v1", false, false), ("dead-letters.redrive.v1", false, false),
    ("audit.record.v1", false, false), ("nobody.knows.v1", false, false),
  ])
  func aSpanHoldsNoOrdersToPutBackAndNothingThatRemoves(_ type: String, _ isSingle: Bool, _ isOfSpan: Bool) {
    let entry = entry(type)
    #expect(((try? MessageReplay.route(of: entry)) != nil) == isSingle)
    #expect(MessageReplay.isPartOfSpans(entry, ofType: nil) == isOfSpan)
    #expect(MessageReplay.isPartOfSpans(entry, ofType: type) == isSingle)
  }

  @Test func whatHasNoBodyIsLeftOutAndCounted() {
    let entries = (0..<4).map { entry("collection.trigger.v1", offset: $0) }
    let selection = ReplaySelection(entries, [.found(["a": 1]), .gone, .notAnObject, .found([:])])
    #expect(
      selection
        == .messages(
          [.init(entry: entries[0], members: ["a": 1]), .init(entry: entries[3], members: [:])],
          unavailable: 2))
    #expect(ReplaySelection(entries, [.found([:]), .tooMuch, .gone, .gone]) == .tooMuch)
    #expect(ReplaySelection([], []) == .messages([], unavailable: 0))
  }

  @Test func aRepeatedMessageIsLinkedAndACommandIsInTheCallersName() throws {
    let command = try MessageReplay.message(
      repeating: entry("collection.trigger.v1"), members: ["requestedBy": "first", "a": 1],
      requestedBy: "admin")
    #expect(command.body == #"{"requestedBy":"admin","a":1}"# && command.isMandatory)
    #expect(command.replayOf == "m0" && command.causationID == "m0" && command.id.lowercased != "m0")
    let event = try MessageReplay.message(
      repeating: entry("run.failed.v1", exchange: .events), members: ["requestedBy": "first"],
      requestedBy: "admin")
    #expect(event.body == #"{"requestedBy":"first"}"# && !event.isMandatory)
  }
}
