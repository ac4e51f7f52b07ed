import AMQP
import Contracts
import Foundation
import JSON
import Storage
import TestSupport
import Testing

@testable import Scheduler

/// Whatever a message looks like, there is a row for it.
@Suite struct FilingDecisionTests {
  private static let endpoint = UUID.v7()

  private static func message(
    _ headers: [String: AMQPFieldValue], body: [UInt8] = Array("{}".utf8), id: String? = "m"
  ) -> AMQPMessage {
    AMQPMessage(
      body: body, properties: AMQPProperties(messageID: id, type: "run.triggered.v1", headers: headers))
  }

  private static func death(
    _ reason: String, queue: String, count: Int64 = 1, key: String = "x"
  ) -> [String: AMQPFieldValue] {
    [
      "x-death": .list([
        .table([
          "reason": .string(reason), "queue": .string(queue), "count": .int(count),
          "exchange": "nucleus.triggers", "routing-keys": .list([.string(key)]),
          "time": .timestamp(Date(timeIntervalSince1970: 1_700_000_000)),
        ])
      ])
    ]
  }

  @Test(arguments: [
    ("delivery_limit", DeadLetterReason.exhausted), ("expired", .expired), ("maxlen", .overflow),
    ("rejected", .rejected), ("of tomorrow", .unknown),
  ])
  func readsWhatTheBrokerSays(_ reason: String, _ expected: DeadLetterReason) {
    let queue = Queue.endpoint(Self.endpoint).name
    let letter = FilingDecision.decide(
      Self.message(Self.death(reason, queue: queue)), isRedelivered: false)
    #expect(letter.reason == expected && letter.queue == queue)
    #expect(letter.endpointID == Self.endpoint)
    #expect(letter.exchange == .triggers && letter.routingKey == Self.endpoint.lowercased)
    guard case .identified = letter.copies else {
      Issue.record("the broker says which death it is")
      return
    }
  }

  @Test func whatItsConsumerCouldNotSayIsFoundOut() {
    let queue = Queue.endpoint(Self.endpoint).name
    let letter = FilingDecision.decide(
      Self.message(Self.death("rejected", queue: queue), id: nil), isRedelivered: false)
    #expect(letter.reason == .malformed && letter.words == "no message_id")
    #expect(letter.copies == .none)
    let again = FilingDecision.decide(
      Self.message(Self.death("rejected", queue: queue), id: nil), isRedelivered: true)
    #expect(again.copies == .alike(within: FilingDecision.redeliveryTime) && again.digest == letter.digest)
  }

  /// Headers come before the name of the queue, and that before the body.
  @Test func findsTheEndpointAndTheRun() {
    let (header, body, run) = (UUID.v7(), UUID.v7(), UUID.v7())
    let text = #"{"endpointID":"\#(body)","runID":"\#(run)"}"#
    var headers: [String: AMQPFieldValue] = [
      EnvelopeHeader.deadQueue: .string(Queue.endpoint(Self.endpoint).name)
    ]
    let bare = FilingDecision.decide(Self.message(headers, body: Array(text.utf8)), isRedelivered: false)
    #expect(bare.endpointID == Self.endpoint && bare.runID == run)
    headers[EnvelopeHeader.endpointID] = .string(header.uuidString)
    headers[EnvelopeHeader.runID] = "no UUID"
    let full = FilingDecision.decide(Self.message(headers, body: Array(text.utf8)), isRedelivered: false)
    #expect(full.endpointID == header && full.runID == run)
    headers = [EnvelopeHeader.deadQueue: .string(Queue.commands.name)]
    let command = FilingDecision.decide(Self.message(headers, body: Array(text.utf8)), isRedelivered: false)
    #expect(command.endpointID == body)
  }

  @Test(
    arguments: [
      (Queue.commands.name, nil, ReturnAddress(.commands, "scheduler")),
      (Queue.requests.name, "", ReturnAddress(.requests, "executor")),
      (Queue.webhooks.name, nil, ReturnAddress(.requests, RoutingKey.webhook)),
      ("nucleus.scheduler.ends.x", "nucleus.events", ReturnAddress(.events, "k")),
      ("nucleus.executor.control.x", "nucleus.control", ReturnAddress(.control, "k")),
      ("nucleus.replies.x", "nucleus.replies", nil), ("nucleus.dead", nil, nil),
      ("nucleus.endpoint.no-uuid", "nucleus.triggers", nil), ("other", "nucleus.commands", nil),
      (Queue.commands.name, "nucleus.events", ReturnAddress(.commands, "scheduler")),
    ] as [(String, String?, ReturnAddress?)])
  func knowsWhereItGoesBack(_ queue: String, _ exchange: String?, _ expected: ReturnAddress?) {
    let address = ReturnAddress(
      queue: queue, exchange: exchange.flatMap(Exchange.init(rawValue:)), routingKey: "k")
    #expect(address == expected)
  }

  @Test func aBroadcastIsOneWhoeverFilesIt() {
    let letters = ["nucleus.executor.control.a", "nucleus.live.executors.b"].map { queue in
      FilingDecision.decide(
        Self.message([
          EnvelopeHeader.deadQueue: .string(queue), EnvelopeHeader.deadExchange: "nucleus.control",
          EnvelopeHeader.deadID: .string(UUID.v7().lowercased), EnvelopeHeader.deadReason: .string(queue),
        ]), isRedelivered: false)
    }
    #expect(letters[0].digest == letters[1].digest && letters[0].queue == "nucleus.control")
    #expect(letters.allSatisfy { $0.copies == .alike(within: FilingDecision.broadcastSpread) })
  }

  /// Dead letters of releases that said less.
  @Test func readsWhatOlderReleasesWrote() {
    let letter = FilingDecision.decide(
      Self.message([
        EnvelopeHeader.deadQueue: .string(Queue.commands.name),
        EnvelopeHeader.deadReason: "unknown type or version: x",
      ]), isRedelivered: false)
    #expect(letter.reason == .unknownType && letter.exchange == .commands)
    #expect(letter.copies == .alike(within: FilingDecision.redeliveryTime))
  }

  /// Where the acknowledgement was lost with the connection, the same message is put away again under another id.
  @Test func aSecondDeliveryIsNoSecondFailure() {
    let headers: [String: AMQPFieldValue] = [
      EnvelopeHeader.deadQueue: .string(Queue.commands.name), EnvelopeHeader.deadReason: "no type",
      EnvelopeHeader.deadID: "first",
    ]
    let first = FilingDecision.decide(Self.message(headers), isRedelivered: false)
    let again = headers.merging([
      EnvelopeHeader.deadID: "second", EnvelopeHeader.deadRedelivered: true,
    ]) { $1 }
    let second = FilingDecision.decide(Self.message(again), isRedelivered: false)
    #expect(first.copies == .identified(by: "first") && first.digest == second.digest)
    #expect(second.copies == .alike(within: FilingDecision.redeliveryTime))
  }

  /// Anything at all comes out as something that a row can hold, and the same comes out the same.
  @Test func filesAnything() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<500 {
      let message = AnyMessage.draw(using: &generator)
      let letter = FilingDecision.decide(message, isRedelivered: Bool.random(using: &generator))
      let texts = [
        letter.queue, letter.words, letter.messageID, letter.type, letter.correlationID, letter.causationID,
        letter.traceparent, letter.appID, letter.contentType, letter.routingKey,
      ].compactMap { $0 }
      #expect(texts.allSatisfy { !$0.utf8.contains(0) && $0.utf8.count <= 1_010 })
      let headers = JSONValue.object(letter.headers)
      #expect(!headers.encodedString.contains(#"\u0000"#))
      #expect((try? JSONValue(parsing: headers.encodedString)) != nil)
      #expect(letter.body.bytes.count <= FilingDecision.bodyLimit && letter.body.size == message.body.count)
      #expect((letter.exchange == nil) == (letter.routingKey == nil))
      #expect(letter.digest.count == 32)
      #expect(FilingDecision.decide(message, isRedelivered: false).digest == letter.digest)
      #expect(letter.body.shown.utf8.count >= 0)
    }
  }
}
