import AMQP
import Contracts
import Domain
import Foundation
import JSON
import Messaging
import Postgres
import Scheduler
import Storage
import TestSupport
import Testing

extension SchedulerServiceTests {
  /// What nobody can work with is filed, sent again and given up.
  @Suite struct DeadLetterTests {
    @Test func aPoisonCommandIsFiledOnceWithAllThatIsKnownOfIt() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let endpoint = UUID.v7()
        var message = DeadLetterSample.command(from: "whole")
        message.headers = [
          ("endpoint-id", .string(endpoint.lowercased)), ("causation-id", .string("cause")),
          ("odd", .list([.timestamp(0), .void, .nested(1_000)])), ("nul", .string("a\0b")),
        ]
        try DeadLetterSample.publisher(platform).publish(
          message, exchange: "nucleus.commands", routingKey: "scheduler")
        let letter = try await DeadLetterSample.letter(from: "whole", platform)
        #expect(letter.queue == Queue.commands.name && letter.reason == .unknownType)
        #expect(letter.words == "unknown type or version: collection.trigger.v9")
        #expect(letter.type == "collection.trigger.v9" && letter.endpointID == endpoint)
        #expect(letter.messageID != nil && letter.causationID == "cause")
        #expect(letter.exchange == "nucleus.commands" && letter.routingKey == "scheduler")
        #expect(letter.headers["nul"] == "a\u{FFFD}b")
        #expect(letter.body.shown == #"{"requestedBy":"test"}"# && letter.body.isWhole)
        #expect(try await platform.client.messageCount(of: Queue.dead.name) == 0)
      }
    }

    /// The same command again, mended by an operator, is carried out in their name; it leaves the list.
    @Test func aMendedCommandIsCarriedOut() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (_, collection) = try await platform.register()
        try DeadLetterSample.publisher(platform).publish(
          DeadLetterSample.command(from: "mended"), exchange: "nucleus.commands", routingKey: "scheduler")
        let letter = try await DeadLetterSample.letter(from: "mended", platform)
        let body = String(
          decoding: try MessageCodec.encode(
            TriggerCollection(collectionID: collection.id, requestedBy: "Ada")), as: UTF8.self)
        for (type, text, field) in [
          ("nothing.known.v1", body, "type"), ("collection.trigger.v1", "[]", "body"),
        ] {
          let refused = try await platform.gateway.send(
            RedriveDeadLetter(deadLetterID: letter.id, requestedBy: "Ada", body: text, messageType: type))
          #expect(refused.refusal?.field == field)
        }
        let order = RedriveDeadLetter(
          deadLetterID: letter.id, requestedBy: "Ada", body: body, messageType: "collection.trigger.v1")
        #expect(try await platform.gateway.send(order).result(as: Bool.self))
        try await eventually("the run is made") {
          try await platform.count(
            "select count(*)::int8 from nucleus.run where collection_id = \(collection.id)") == 1
        }
        let found = try #require(try await DeadLetterQueries.find(letter.id, in: platform.owner))
        #expect(found.status == .redriven && found.decidedBy == "Ada" && found.redrivenAs != nil)
        #expect(try await DeadLetterSample.letters(from: "mended", platform).isEmpty)
        #expect(try await platform.gateway.send(order).refusal?.code == .messageNotFound)
        #expect(
          try await platform.count(
            "select count(*)::int8 from nucleus.audit_entry where action = 'dead-letter.redrive.v1' and object_id = \(letter.id.lowercased) and outcome = 'done'"
          ) == 1)
      }
    }

    /// Bytes that are no text come back byte for byte, and a new failure is a new entry.
    @Test func whatFailsAgainIsANewEntry() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        var message = DeadLetterSample.command(from: "bytes", type: "collection.trigger.v1")
        message.body = [0, 0xFF, 0xC3, 0x28, 0x7F]
        try DeadLetterSample.publisher(platform).publish(
          message, exchange: "nucleus.commands", routingKey: "scheduler")
        let first = try await DeadLetterSample.letter(from: "bytes", platform)
        #expect(first.reason == .malformed && first.body.shown == "base64:AP/DKH8=")
        let redriven = try await platform.gateway.send(
          RedriveDeadLetter(deadLetterID: first.id, requestedBy: "Ada")
        ).result(as: Bool.self)
        #expect(redriven)
        let decided = try #require(try await DeadLetterQueries.find(first.id, in: platform.owner))
        let id = try #require(decided.redrivenAs).lowercased
        try await eventually("the new failure is filed") {
          try await platform.count(
            "select count(*)::int8 from nucleus.dead_letter where message_id = \(id)") == 1
        }
        let second = try #require(
          try await DeadLetterQueries.list(.init(), page: Page(first: 500), in: platform.owner)
            .first { $0.messageID == id })
        #expect(second.body == first.body && second.causationID == first.messageID)
        #expect(second.headers["replay-of"]?.stringValue == first.messageID)
        #expect(second.exchange == "nucleus.commands")
        let discard = DiscardDeadLetter(deadLetterID: second.id, requestedBy: "Ada", note: "junk")
        #expect(try await platform.gateway.send(discard).result(as: Bool.self))
        #expect(try await platform.gateway.send(discard).refusal?.code == .messageNotFound)
        let discarded = try #require(try await DeadLetterQueries.find(second.id, in: platform.owner))
        #expect(discarded.status == .discarded && discarded.note == "junk")
      }
    }

    @Test func manyAreDecidedAboutAtOnce() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let publisher = try DeadLetterSample.publisher(platform)
        for number in 0..<5 {
          try publisher.publish(
            DeadLetterSample.command(from: "bulk", type: "bulk.test.v\(number % 2)"),
            exchange: "nucleus.commands", routingKey: "scheduler")
        }
        try await eventually("all are filed") {
          try await DeadLetterSample.letters(from: "bulk", platform).count == 5
        }
        let nothing = RedriveDeadLetters(requestedBy: "Ada", filter: .init())
        #expect(try await platform.gateway.send(nothing).refusal?.code == .invalidInput)
        let redriven = try await platform.gateway.send(
          RedriveDeadLetters(requestedBy: "Ada", filter: .init(type: "bulk.test.v1"))
        ).result(as: BulkOutcome.self)
        #expect(redriven == BulkOutcome(done: 2, refused: 0, remaining: 0))
        // They fail again, as new ones.
        try await eventually("both are there again") {
          try await DeadLetterQueries.groups(.init(type: "bulk.test.v1"), in: platform.owner).map(\.count)
            == [2]
        }
        let discarded = try await platform.gateway.send(
          DiscardDeadLetters(
            requestedBy: "Ada", filter: .init(reason: .unknownType, queue: Queue.commands.name), note: "old")
        ).result(as: BulkOutcome.self)
        #expect(discarded.done >= 5 && discarded.remaining == 0)
        #expect(
          try await platform.count(
            "select count(*)::int8 from nucleus.audit_entry where action like 'dead-letters.%' and outcome = 'done'"
          ) >= 2)
      }
    }

    /// A scheduler that dies between the row and the acknowledgement gets the message again.
    @Test func aSecondCopyIsNoSecondEntry() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { scheduler in
        try await scheduler.clients.repair.waitUntilConnected()
        let id = UUID.v7().lowercased
        for _ in 0..<3 {
          var message = AMQPMessage(body: [1])
          message.properties.appID = "copies"
          message.properties.headers = [
            EnvelopeHeader.deadQueue: .string(Queue.requests.name), EnvelopeHeader.deadReason: "no type",
            EnvelopeHeader.deadID: .string(id),
          ]
          try await scheduler.clients.repair.publish(
            message, exchange: Exchange.dead.rawValue, routingKey: "")
        }
        // Said to two processes, filed by both.
        for queue in ["nucleus.executor.control.a", "nucleus.live.executors.b"] {
          var message = AMQPMessage(body: [2])
          message.properties.appID = "broadcast"
          message.properties.headers = [
            EnvelopeHeader.deadQueue: .string(queue), EnvelopeHeader.deadReason: "no type",
            EnvelopeHeader.deadID: .string(UUID.v7().lowercased),
            EnvelopeHeader.deadExchange: .string(Exchange.control.rawValue),
          ]
          try await scheduler.clients.repair.publish(
            message, exchange: Exchange.dead.rawValue, routingKey: "")
        }
        let letter = try await DeadLetterSample.letter(from: "copies", platform)
        #expect(letter.exchange == "nucleus.requests" && letter.routingKey == "executor")
        let broadcast = try await DeadLetterSample.letter(from: "broadcast", platform)
        #expect(broadcast.queue == "nucleus.control" && broadcast.exchange == "nucleus.control")
        try await eventually("all are taken") {
          try await platform.client.messageCount(of: Queue.dead.name) == 0
        }
        #expect(try await DeadLetterSample.letters(from: "copies", platform).count == 1)
        #expect(try await DeadLetterSample.letters(from: "broadcast", platform).count == 1)
      }
    }

    /// What led to a run is read in the journal, also where an operator had to help (B6).
    @Test func aTriggerThatIsSentAgainIsInTheJournal() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { scheduler in
        try await scheduler.clients.repair.waitUntilConnected()
        let (endpoint, _) = try await platform.register("Sent again")
        let run = UUID.v7()
        var message = AMQPMessage(body: Array("{}".utf8))
        message.properties.messageID = UUID.v7().lowercased
        message.properties.type = MessageType.runTriggered.rawValue
        message.properties.appID = "sent-again"
        message.properties.headers = [
          EnvelopeHeader.deadQueue: .string(Queue.endpoint(endpoint.id).name),
          EnvelopeHeader.deadReason: "no run", EnvelopeHeader.runID: .string(run.lowercased),
        ]
        try await scheduler.clients.repair.publish(message, exchange: Exchange.dead.rawValue, routingKey: "")
        let letter = try await DeadLetterSample.letter(from: "sent-again", platform)
        #expect(
          try await platform.gateway.send(RedriveDeadLetter(deadLetterID: letter.id, requestedBy: "Ada"))
            .result(as: Bool.self))
        let decided = try #require(try await DeadLetterQueries.find(letter.id, in: platform.owner))
        let id = try #require(decided.redrivenAs)
        try await eventually("the journal has it") {
          try await JournalQueries.messages(ofRuns: [run], in: platform.owner)[run]?.contains {
            $0.messageID == id.lowercased && $0.exchange == "nucleus.triggers"
              && $0.replayOf == letter.messageID
          } == true
        }
        try await eventually("it has left, and is counted") {
          try await platform.count(
            "select count(*)::int8 from nucleus.redrive where message_id = \(id)") == 0
        }
        #expect(await platform.queueLength(endpoint.id) == 1)
      }
    }

    /// A message whose endpoint's queue gave it up after too many deliveries; its run goes on (I22).
    @Test func anExhaustedTriggerIsFiledAndItsRunGetsAnother() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform, reaper: RunningScheduler.eager) { _ in
        let (endpoint, collection) = try await platform.register("Exhausted")
        let queue = Queue.endpoint(endpoint.id).name
        let isExhausting = ExhaustingConsumer()
        let consumer = try await platform.client.consume(queue: queue, prefetch: 1) { delivery in
          await isExhausting.handle(delivery)
        }
        let run = try await platform.trigger(collection.id).result(as: Run.self)
        try await eventually("the trigger is filed") {
          try await platform.count(
            "select count(*)::int8 from nucleus.dead_letter where run_id = \(run.id)") >= 1
        }
        let letter = try #require(
          try await DeadLetterQueries.list(
            .init(endpointID: endpoint.id), page: Page(first: 10), in: platform.owner
          ).last)
        #expect(letter.reason == .exhausted && letter.queue == queue && letter.runID == run.id)
        #expect(letter.exchange == "nucleus.triggers" && letter.routingKey == endpoint.id.lowercased)
        isExhausting.stop()
        try await eventually("the reaper's trigger is taken") { isExhausting.taken.contains(run.id) }
        await consumer.cancel()
        // To a deleted endpoint nothing goes.
        _ = try await platform.gateway.send(DeleteEndpoint(endpointID: endpoint.id, requestedBy: "test"))
        let refused = try await platform.gateway.send(
          RedriveDeadLetter(deadLetterID: letter.id, requestedBy: "Ada"))
        #expect(refused.refusal?.code == .endpointNotFound)
      }
    }
  }
}
