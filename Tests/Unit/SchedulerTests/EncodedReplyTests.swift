import Contracts
import Domain
import Foundation
import JSON
import Testing

@testable import Scheduler

@Suite struct EncodedReplyTests {
  private var full: Run {
    Run(
      id: .v7(), kind: .collection, trigger: .manual, endpointID: .v7(), collectionID: .v7(), status: .failed,
      requestedBy: "somebody \"quoted\"", requestedAt: Date(timeIntervalSince1970: 1_700_000_000.123),
      scheduledFor: Date(timeIntervalSince1970: 1), startedAt: Date(timeIntervalSince1970: 2),
      completedAt: Date(timeIntervalSince1970: 3), attempt: 2, executor: "e@h", error: "e\nf",
      errorCode: "E_INTERNAL", filters: ["b": [1, 2.5, nil]], stats: ["n": 1], batchID: .v7(), replayOf: .v7()
    )
  }

  private var bare: Run {
    Run(
      id: .v7(), kind: .collection, trigger: .manual, endpointID: .v7(), collectionID: nil, status: .queued,
      requestedBy: nil, requestedAt: Date(timeIntervalSince1970: 1_700_000_000))
  }

  @Test func aRunWrittenByHandReadsAsTheCodecWritesIt() throws {
    for run in [full, bare] {
      let byHand = EncodedReply(run: run)
      let result = try JSONValue(parsing: MessageCodec.encode(run))
      let byCodec = try MessageCodec.encode(CommandReply.done(result: result))
      #expect(byHand.text == String(decoding: byCodec, as: UTF8.self))
      #expect(byHand.outcome == .done)
    }
  }

  @Test func anUnavailableReplyReadsAsTheCodecWritesIt() throws {
    #expect(EncodedReply(unavailable: "a \"b\"") == (try EncodedReply(.unavailable(message: "a \"b\""))))
  }

  @Test func outcomesFollowTheReply() throws {
    #expect(try EncodedReply(.refused(.invalid("f", "m"))).outcome == .refused)
    #expect(try EncodedReply(.done(result: true)).outcome == .done)
  }
}
