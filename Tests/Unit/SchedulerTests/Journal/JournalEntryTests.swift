import AMQP
import Contracts
import Foundation
import Messaging
import Storage
import TestSupport
import Testing

@testable import Scheduler

/// The journal takes whatever crosses the broker.
@Suite struct JournalEntryTests {
  private let now = Date(timeIntervalSince1970: 1_790_000_000)

  private func entry(
    _ properties: AMQPProperties, exchange: String = "nucleus.events", routingKey: String = "run.started.x"
  ) -> JournalEntry {
    JournalEntry(
      AMQPStreamMessage(
        offset: 7, message: AMQPMessage(body: [], properties: properties), exchange: exchange,
        routingKey: routingKey), in: 2, at: now)
  }

  @Test func isReadFromAnEnvelope() throws {
    let run = UUID.v7()
    let id = UUID.firstVersion7(at: now - 5)
    let envelope = Envelope(
      messageID: id.lowercased, type: .runTriggered, correlationID: "c", causationID: "m", replayOf: "r",
      runID: run,
      endpointID: run, appID: "scheduler-1@host", body: [])
    var message = envelope.amqpMessage
    message.properties.headers[EnvelopeHeader.journalExchange] = "nucleus.triggers"
    let entry = entry(message.properties, exchange: "nucleus.journal", routingKey: "e")
    #expect(
      entry
        == JournalEntry(
          place: JournalPlace(generation: 2, offset: 7), messageID: id.lowercased, type: "run.triggered.v1",
          exchange: "nucleus.triggers",
          routingKey: "e", publishedAt: now - 5, sender: "scheduler-1@host", runID: run, endpointID: run,
          correlationID: "c", causationID: "m", replayOf: "r"))
  }

  @Test func aMessageWithoutAnythingIsFoundByItsPlace() {
    let entry = entry(AMQPProperties())
    #expect(entry.messageID == "place:2:7" && entry.type == "unknown" && entry.publishedAt == now)
  }

  @Test func aDeadLetterIsToldByItsQueueAndItsMark() {
    let endpoint = UUID.v7()
    var properties = AMQPProperties()
    properties.messageID = "m"
    properties.headers[EnvelopeHeader.deadQueue] = .string(Queue.endpoint(endpoint).name)
    let entry = entry(properties, exchange: "nucleus.dead")
    #expect(entry.endpointID == endpoint && entry.id == "dead:m")
  }

  @Test func idsThatDifferAtTheirEndsStayTwo() {
    let common = String(repeating: "k", count: 254)
    let ids = ["a", "b"].map { entry(AMQPProperties(messageID: common + $0)).messageID }
    #expect(ids == [common + "a", common + "b"])
  }

  @Test(arguments: [-1e15, -1, 1e12, 1e18, Double.greatestFiniteMagnitude, .infinity])
  func aTimeThatNoClockShowsIsNotTaken(_ seconds: Double) {
    var properties = AMQPProperties()
    properties.timestamp = Date(timeIntervalSince1970: seconds)
    #expect(entry(properties).publishedAt == now)
  }

  /// Whatever is in it, the database can hold what is read of it.
  @Test func everyMessageCanBeStored() {
    var random = SeededGenerator(seed: 20_261_126)
    let texts = [
      "", "\u{0}", "a\u{0}b", String(repeating: "x", count: 100_000), "🛠",
      "ffffffff-ffff-7fff-bfff-ffffffffffff", "e" + String(repeating: "\u{301}", count: 20_000),
    ]
    for _ in 0..<2_000 {
      var properties = AMQPProperties()
      properties.messageID = texts.randomElement(using: &random)
      properties.type = texts.randomElement(using: &random)
      properties.correlationID = texts.randomElement(using: &random)
      properties.appID = texts.randomElement(using: &random)
      for name in [
        EnvelopeHeader.runID, EnvelopeHeader.causationID, EnvelopeHeader.deadQueue, EnvelopeHeader.replayOf,
        EnvelopeHeader.journalExchange,
      ] {
        let text = texts.randomElement(using: &random) ?? ""
        properties.headers[name] =
          Bool.random(using: &random) ? .string(text) : .list([.string(text), .void])
      }
      let entry = entry(properties, routingKey: texts.randomElement(using: &random) ?? "")
      let stored = [
        entry.messageID, entry.type, entry.exchange, entry.routingKey, entry.sender, entry.correlationID,
        entry.causationID, entry.replayOf,
      ]
      for text in stored.compactMap({ $0 }) { #expect(!text.utf8.contains(0) && text.utf8.count <= 768) }
      #expect(!entry.messageID.isEmpty && !entry.type.isEmpty)
      #expect(entry.publishedAt <= now + 86_400)
    }
  }

  @Test func theMomentOfAVersion7IsReadToTheMillisecond() {
    let moment = Date(timeIntervalSince1970: 1_767_268_800.125)
    #expect(JournalEntry.moment(ofVersion7: UUID.firstVersion7(at: moment).lowercased) == moment)
    #expect(JournalEntry.moment(ofVersion7: UUID().lowercased) == nil)
    #expect(JournalEntry.moment(ofVersion7: "key:1") == nil)
  }
}
