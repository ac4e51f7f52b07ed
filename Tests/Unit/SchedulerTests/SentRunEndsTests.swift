import Contracts
import Domain
import Foundation
import Storage
import Testing

@testable import Scheduler

/// Runs that no executor ends are counted by whoever ends them.
@Suite struct SentRunEndsTests {
  private func event(
    _ type: MessageType, _ status: String, code: String? = nil, kind: String = "COLLECTION"
  ) throws -> OutboxMessage {
    let body = RunEvent(
      runID: UUID(), endpointID: UUID(), collectionID: nil, kind: kind, status: status, attempt: 3,
      errorCode: code, at: Date(timeIntervalSince1970: 0))
    return OutboxMessage(
      exchange: .events, routingKey: "run.x", isMandatory: false, type: type,
      body: String(decoding: try MessageCodec.encode(body), as: UTF8.self))
  }

  @Test func endsAreToldByTheirEvents() throws {
    let lost = try #require(SentRunEnds.end(try event(.runFailed, "FAILED", code: "E_RUN_LOST")))
    #expect(lost.status == .failed && lost.code == "E_RUN_LOST" && lost.kind == .collection)
    let skipped = try #require(SentRunEnds.end(try event(.runSkipped, "SKIPPED", kind: "PREVIEW")))
    #expect(skipped.status == .skipped && skipped.code == nil && skipped.kind == .preview)
  }

  @Test func whatIsNoEndOrWasCountedDoesNotCount() throws {
    #expect(SentRunEnds.end(try event(.runQueued, "QUEUED")) == nil)
    #expect(SentRunEnds.end(try event(.runFailed, "RUNNING")) == nil)
    var message = try event(.runFailed, "FAILED", code: "E_RUN_LOST")
    message.replayOf = "first"
    #expect(SentRunEnds.end(message) == nil)
    message.replayOf = nil
    message.journalOf = .events
    #expect(SentRunEnds.end(message) == nil)
    message.journalOf = nil
    message.body = "not JSON"
    #expect(SentRunEnds.end(message) == nil)
  }
}
