import AMQP
import Contracts
import Crypto
import Domain
import Foundation
import JSON
import Messaging
import Postgres
import Storage
import Synchronization
import TestSupport
import Testing

extension GatewayTests {
  /// The journal over HTTP, with a real stream behind it (B6).
  @Suite struct JournalTests {
    private struct Published {
      var id: String
      var offset: Int64
    }

    /// Puts messages into the stream and says where they lie.
    private func publish(
      _ messages: [(type: String, body: String)], _ platform: GatewayPlatform
    ) async throws -> [Published] {
      let broker = platform.scheduler.client
      try await broker.declare(
        Queue.journal(StreamLimits(maximumAge: 3_600, maximumBytes: 100 << 20, segmentBytes: 1 << 20)))
      let ids = messages.map { _ in UUID.v7().lowercased }
      for (id, message) in zip(ids, messages) {
        let properties = AMQPProperties(messageID: id, type: message.type)
        try await broker.publish(
          AMQPMessage(body: Array(message.body.utf8), properties: properties),
          exchange: Exchange.journal.rawValue, routingKey: "")
      }
      let places = Mutex<[String: Int64]>([:])
      let consumer = try await platform.client.read(stream: Queue.journalName, from: { .first }) { message in
        places.withLock { $0[message.message.properties.messageID ?? ""] = message.offset }
      }
      try await eventually("the stream has them") { places.withLock { Set(ids).isSubset(of: $0.keys) } }
      await consumer.cancel()
      return try ids.map { id in Published(id: id, offset: try #require(places.withLock { $0[id] })) }
    }

    private func index(
      _ id: String, at offset: Int64, type: String, endpoint: UUID, _ platform: GatewayPlatform
    ) async throws {
      try await platform.writer.execute(
        """
        insert into nucleus.journal_entry (stream_offset, message_id, type, exchange, routing_key, published_at, sender,
                                           endpoint_id)
        values (\(offset), \(id), \(type), 'nucleus.commands', 'scheduler', clock_timestamp(), '', \(endpoint))
        """)
    }

    private func viewerKey(_ platform: GatewayPlatform) async throws -> String {
      let id = UUID.v7()
      let key = APIKeyText.make(id: id, secret: (0..<32).map { _ in UInt8.random(in: 0...255) })
      let stored = try await platform.writer.transaction {
        try await APIKeyStore.insert(
          APIKey(id: id, name: "journal", role: .viewer, createdAt: Date()),
          digest: Array(SHA256.hash(data: Data(key.utf8))), by: "test", in: $0)
      }
      _ = try #require(stored)
      return key
    }

    @Test func bodiesAreThoseOfTheMessagesAndForWhoMaySeeThem() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let endpoint = UUID.v7()
      let lying = try await publish(
        [
          ("run.triggered.v1", #"{"a": 1}"#), ("api-key.create.v1", #"{"digest": "canary"}"#),
          ("api-key.create.v1", #"{"digest": "canary"}"#), ("api-key.create.v1", #"{"digest": "canary"}"#),
        ], platform)
      try await index(
        lying[0].id, at: lying[0].offset, type: "run.triggered.v1", endpoint: endpoint, platform)
      try await index(
        lying[1].id, at: lying[1].offset, type: "api-key.create.v1", endpoint: endpoint, platform)
      // Rows of a stream that was there before: other messages lie at their places by now.
      try await index(
        "stale \(endpoint)", at: lying[2].offset, type: "run.failed.v1", endpoint: endpoint, platform)
      try await index(
        "place:0:\(lying[3].offset)", at: lying[3].offset, type: "run.failed.v1", endpoint: endpoint, platform
      )
      // What the index could not read is not tried here.
      try await index(
        "place:0:2000000", at: 2_000_000,
        type: JournalEntry.unreadable(at: .init(generation: 0, offset: 0), Date()).type,
        endpoint: endpoint, platform)
      let document = "{ journal(endpointId: \"\(endpoint)\") { id body bodyNote } }"
      func shown(_ key: String) async throws -> [JSONValue] {
        let answer = try await platform.ask(document, key: key)
        #expect(answer.json["errors"] == nil)
        return answer.data?["journal"]?.arrayValue ?? []
      }
      let toViewers = try await shown(try await viewerKey(platform))
      try #require(toViewers.map { $0["body"] } == [["a": 1], .null, .null, .null, .null])
      #expect(toViewers[0]["bodyNote"] == .null)
      #expect(toViewers[1]["bodyNote"]?.stringValue?.contains("admins alone") == true)
      #expect(toViewers[2]["bodyNote"]?.stringValue?.contains("let the body go") == true)
      #expect(toViewers[3]["bodyNote"]?.stringValue?.contains("admins alone") == true)
      #expect(toViewers[4]["bodyNote"]?.stringValue?.contains("cannot be read") == true)
      let toAdmins = try await shown(GatewayPlatform.key)
      try #require(toAdmins.map { $0["body"] }.prefix(3) == [["a": 1], ["digest": "canary"], .null])
      #expect(toAdmins[1]["bodyNote"] == .null && toAdmins[2]["bodyNote"] == toViewers[2]["bodyNote"])
    }

    /// What was sent is not told as a failure, which would invite to send it once more.
    @Test func aMessageThatWasPutBackIsAnsweredBeforeTheJournalShowsIt() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let endpoint = UUID.v7()
      let id = UUID.v7().lowercased
      let again = UUID.v7().lowercased
      try await index(id, at: 1_000_000, type: "collection.trigger.v1", endpoint: endpoint, platform)
      platform.scheduler.answer { _ in
        .done(result: ["id": .string(again), "replayOf": .string(id)])
      }
      let answer = try await platform.ask(
        """
        mutation { replayMessage(id: "\(id)") {
          id offset type exchange routingKey endpointId causationId replayOf publishedAt body bodyNote } }
        """)
      #expect(answer.json["errors"] == nil)
      let message = answer.data?["replayMessage"]
      #expect(message?["id"]?.stringValue == again && message?["offset"] == "")
      #expect(message?["type"] == "collection.trigger.v1" && message?["exchange"] == "nucleus.commands")
      #expect(message?["endpointId"]?.stringValue == endpoint.lowercased)
      #expect(message?["replayOf"]?.stringValue == id && message?["causationId"]?.stringValue == id)
      #expect(message?["body"] == .null)
      #expect(message?["bodyNote"]?.stringValue?.contains("a moment ago") == true)
      #expect(platform.scheduler.received.count == 1)
    }

    @Test func deadLettersAboutKeysShowTheirBodiesToAdminsAlone() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let endpoint = UUID.v7()
      var letter = NewDeadLetter(
        queue: Queue.commands.name, reason: .malformed, words: "in words", copies: .none, content: [[1]],
        body: DeadLetterBody(Array("canary".utf8), limit: 100))
      letter.endpointID = endpoint
      letter.type = MessageType.apiKeyCreate.rawValue
      letter.headers = ["x": "canary"]
      #expect(try await DeadLetterStore.file(letter, in: platform.writer) != nil)
      let document = "{ deadLetters(endpointId: \"\(endpoint)\") { type body headers } }"
      let toViewers = try await platform.ask(document, key: try await viewerKey(platform))
      #expect(
        toViewers.data?["deadLetters"] == [["type": "api-key.create.v1", "body": .null, "headers": [:]]])
      let toAdmins = try await platform.ask(document)
      #expect(toAdmins.data?["deadLetters"]?.arrayValue?.first?["body"] == "canary")
      #expect(toAdmins.data?["deadLetters"]?.arrayValue?.first?["headers"] == ["x": "canary"])
    }
  }
}
