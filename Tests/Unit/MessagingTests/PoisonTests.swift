import AMQP
import Contracts
import Foundation
import TestSupport
import Testing

@testable import Messaging

/// Nothing that comes makes a reader fall over, and all that is poison can be put away.
@Suite struct PoisonTests {
  @Test func readsOrRefusesAnything() {
    var generator = SeededGenerator(seed: 5)
    var read = 0
    for _ in 0..<1_500 {
      let message = AnyMessage.draw(using: &generator)
      do throws(EnvelopeError) {
        let envelope = try Envelope(message)
        read += 1
        #expect(!envelope.messageID.isEmpty && !envelope.messageID.utf8.contains(0))
        #expect((envelope.expirationMilliseconds ?? 0) >= 0)
        if envelope.type == .runTriggered { _ = try envelope.decode(RunTriggered.self) }
        _ = try envelope.decode(TriggerCollection.self)
      } catch {
        #expect(!error.reason.isEmpty && error.reason.utf8.count < 5_000)
      }
    }
    #expect(read > 0)
  }

  /// What is said about a dead letter has its place, however full the message is.
  @Test func whateverIsPoisonCanBePutAway() {
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<60 {
      var message = AnyMessage.draw(using: &generator)
      if Int.random(in: 0..<10, using: &generator) == 0 {
        for number in 0..<3_000 { message.properties.headers["header \(number)"] = .int(Int64(number)) }
      }
      let letter = DeadLetterOffice.deadLetter(
        of: message, exchange: "nucleus.commands", routingKey: "scheduler", queue: "q",
        error: EnvelopeError(.unknownType, reason: String(repeating: "x", count: 2_000)),
        isRedelivered: true, id: "id")
      #expect(letter.body == message.body && letter.properties.expiration == nil)
      #expect(letter.properties.headers[EnvelopeHeader.deadQueue] == "q")
      #expect(letter.properties.headers[EnvelopeHeader.deadClass] == "UNKNOWN_TYPE")
      #expect((letter.properties.messageID ?? "").utf8.count <= 255)
      let (again, dropped) = letter.properties.fitted(leaving: 0)
      #expect(dropped == 0 && again.headers.count == letter.properties.headers.count)
    }
  }

  @Test(arguments: [
    (#"{"a":"\u0000"}"#, true), (#"{"a":"\\u0000"}"#, false), (#"{"a":"\\\u0000"}"#, true),
    ("{\"a\":\"\0\"}", true),
    (#"{"\u0000":1}"#, true), (#"{"a":"u0000"}"#, false), (#"{"a":"\u000a"}"#, false),
    (#"{"a":"\u00"#, false),
    ("", false), (#"\"#, false),
  ])
  func findsNulCharacters(_ text: String, _ expected: Bool) {
    #expect(NulCharacter.occurs(inJSON: Array(text.utf8)) == expected)
  }

  @Test(arguments: [
    ("application/json", true), ("Application/JSON; charset=utf-8", true), ("text/xml", false), ("", false),
  ])
  func takesJSONOnly(_ contentType: String, _ isTaken: Bool) {
    var properties = AMQPProperties(messageID: "m", type: "run.triggered.v1")
    properties.contentType = contentType
    #expect(((try? Envelope(AMQPMessage(body: [], properties: properties))) != nil) == isTaken)
  }
}
