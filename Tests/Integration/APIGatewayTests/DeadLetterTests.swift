import AMQP
import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage
import TestSupport
import Testing

extension GatewayTests {
  /// Dead letters over HTTP and a real database (B7).
  @Suite struct DeadLetterTests {
    private let endpoint = UUID.v7()

    @discardableResult
    private func file(
      _ body: [UInt8], _ reason: DeadLetterReason = .malformed, queue: String = Queue.commands.name,
      limit: Int = 1_000_000, on platform: GatewayPlatform
    ) async throws -> String {
      var letter = NewDeadLetter(
        queue: queue, reason: reason, words: "in words", copies: .none, content: [body],
        body: DeadLetterBody(body, limit: limit))
      letter.endpointID = endpoint
      letter.type = "collection.trigger.v1"
      letter.headers = ["run-id": 7]
      letter.exchange = .commands
      letter.routingKey = "scheduler"
      #expect(try await DeadLetterStore.file(letter, in: platform.writer) != nil)
      let row = try #require(
        try await platform.writer.query("select id from nucleus.dead_letter order by id desc limit 1").first)
      return try row.decode("id", as: UUID.self).lowercased
    }

    @Test func whatWaitsIsListedNewestFirst() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let first = try await file(Array("{}".utf8), on: platform)
      let second = try await file([0, 1, 2], .exhausted, queue: "nucleus.endpoint.\(endpoint)", on: platform)
      let third = try await file(Array(repeating: 0x61, count: 70_000), limit: 69_000, on: platform)
      let mine = "endpointId: \"\(endpoint)\""
      let answer = try await platform.ask(
        """
        { all: deadLetters(\(mine)) { id queue reason reasonClass at type endpointId body bodySize headers status
            sender messageId redrivenAs endpoint { id } run { id } }
          page: deadLetters(\(mine), first: 1, after: "\(third)") { id }
          exhausted: deadLetters(\(mine), reason: EXHAUSTED) { id }
          commands: deadLetters(\(mine), queue: "nucleus.scheduler.commands", type: "collection.trigger.v1") { id }
          groups: deadLetterGroups(\(mine)) { reason queue endpointId count oldestAt newestAt }
          one: deadLetter(id: "\(third)") { body }
          none: deadLetter(id: "\(UUID.v7())") { id } }
        """)
      #expect(answer.json["errors"] == nil)
      let all = try #require(answer.data?["all"]?.arrayValue)
      try #require(all.map { $0["id"]?.stringValue } == [third, second, first])
      #expect(all.map { $0["reasonClass"] } == ["MALFORMED", "EXHAUSTED", "MALFORMED"])
      #expect(all[2]["body"] == "{}" && all[1]["body"] == "base64:AAEC" && all[0]["bodySize"] == 70_000)
      #expect(all[0]["body"]?.stringValue?.hasSuffix("a… (4464 more bytes)") == true)
      #expect(answer.data?["one"]?["body"]?.stringValue?.hasSuffix("a… (1000 more bytes)") == true)
      #expect(all[0]["reason"] == "in words" && all[0]["headers"] == ["run-id": 7])
      #expect(all[0]["status"] == "WAITING" && all[0]["endpoint"] == .null && all[0]["run"] == .null)
      #expect(answer.data?["page"] == [["id": .string(second)]])
      #expect(answer.data?["exhausted"] == [["id": .string(second)]])
      #expect(answer.data?["commands"]?.arrayValue?.count == 2)
      let groups = try #require(answer.data?["groups"]?.arrayValue)
      #expect(groups.map { $0["count"] } == [2, 1] && groups.first?["reason"] == "MALFORMED")
      #expect(answer.data?["none"] == .null)

      // What was decided about leaves the list, and is found by its id.
      try await platform.writer.transaction { transaction in
        try await DeadLetterStore.discard(
          [try #require(UUID(uuidString: second))], by: "Ada", note: "junk", in: transaction)
      }
      let after = try await platform.ask(
        """
        { deadLetters(\(mine)) { id } deadLetter(id: "\(second)") { status decidedBy decidedAt note }
          rest: deadLetters(\(mine), after: "\(second)") { id } }
        """)
      #expect(after.data?["deadLetters"]?.arrayValue?.count == 2)
      #expect(
        after.data?["deadLetter"]?["status"] == "DISCARDED" && after.data?["deadLetter"]?["note"] == "junk")
      #expect(after.data?["rest"] == [["id": .string(first)]])
      let unknown = try await platform.ask("{ deadLetters(after: \"\(UUID.v7())\") { id } }")
      #expect(unknown.error?["field"] == "after")
    }

    @Test func decisionsAreSentToTheScheduler() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      platform.scheduler.answer { command in
        switch command.type {
        case .deadLettersRedrive, .deadLettersDiscard:
          .done(result: ["done": 3, "refused": 1, "remaining": 9])
        default: .done(result: true)
        }
      }
      let id = UUID.v7()
      let answer = try await platform.ask(
        """
        mutation { one: redriveDeadLetter(id: "\(id)", body: "{}", type: "run.triggered.v1")
          two: discardDeadLetter(id: "\(id)", reason: "junk")
          three: redriveDeadLetters(reason: EXHAUSTED, queue: "q") { done refused remaining }
          four: discardDeadLetters(endpointId: "\(id)", note: "gone") { remaining } }
        """)
      #expect(answer.json["errors"] == nil)
      #expect(answer.data?["one"] == true && answer.data?["two"] == true)
      #expect(answer.data?["three"] == ["done": 3, "refused": 1, "remaining": 9])
      let bodies = platform.scheduler.received
        .filter { $0.properties.type?.hasPrefix("dead-letter") == true }.map(\.body)
      try #require(bodies.count == 4)
      let first = try MessageCodec.decode(RedriveDeadLetter.self, from: bodies[0])
      #expect(first.deadLetterID == id && first.body == "{}" && first.messageType == "run.triggered.v1")
      #expect(try MessageCodec.decode(DiscardDeadLetter.self, from: bodies[1]).note == "junk")
      let third = try MessageCodec.decode(RedriveDeadLetters.self, from: bodies[2])
      #expect(third.filter == DeadLetterFilter(reason: .exhausted, queue: "q"))
      let fourth = try MessageCodec.decode(DiscardDeadLetters.self, from: bodies[3])
      #expect(fourth.filter == DeadLetterFilter(endpointID: id) && fourth.note == "gone")
    }

    @Test func nobodyMeansAllByAccident() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      for mutation in ["redriveDeadLetters { done }", "discardDeadLetters(note: \"x\") { done }"] {
        let answer = try await platform.ask("mutation { \(mutation) }")
        #expect(answer.code == "E_INVALID_INPUT" && answer.error?["field"] == "endpointId")
      }
    }
  }
}
