import Foundation
import GraphQL
import JSON
import NIOCore
import OrderedCollections
import TestSupport
import Testing

@testable import APIGateway

/// The form of streams, and who may have how many.
@Suite struct EventStreamTests {
  @Test func framesResultsAsTheProtocolAsks() {
    let response = GraphQLResponse(data: ["a": "line\nbreak"], errors: [])
    let text = String(buffer: ServerSentEvent.next(response, id: "7"))
    #expect(text == "id: 7\nevent: next\ndata: {\"data\":{\"a\":\"line\\nbreak\"}}\n\n")
    #expect(String(buffer: ServerSentEvent.complete) == "event: complete\ndata:\n\n")
    #expect(String(buffer: ServerSentEvent.heartbeat) == ":\n\n")
    var parser = ServerSentEventParser()
    let items = parser.feed((text + ":\n\nevent: complete\ndata:\n\n").utf8)
    #expect(
      items == [
        .event(.init(id: "7", name: "next", data: #"{"data":{"a":"line\nbreak"}}"#)), .comment(""),
        .event(.init(id: nil, name: "complete", data: "")),
      ])
  }

  @Test(arguments: [
    (["text/event-stream"], EventStreamPreference.preferred),
    ([], .refused), (["*/*"], .refused), (["application/json"], .refused),
    (["text/event-stream;q=0"], .refused),
    (["text/event-stream, application/json"], .preferred),
    (["application/json, text/event-stream"], .accepted),
    (["application/json;q=0.5", "text/event-stream"], .preferred),
    (["text/event-stream;q=0.5, application/graphql-response+json"], .accepted),
    (["text/event-stream, */*"], .preferred), (["*/*, text/event-stream"], .accepted),
  ])
  func understandsAcceptHeaders(accept: [String], preference: EventStreamPreference) {
    #expect(EventStreamPreference(accept: accept) == preference)
  }

  @Test func acceptsStreamsAtTheirAddress() {
    for accept in [[], ["*/*"], ["text/*"], ["text/event-stream"]] {
      #expect(EventStreamPreference.isAcceptable(accept: accept))
    }
    for accept in [["application/json"], ["text/event-stream;q=0"]] {
      #expect(!EventStreamPreference.isAcceptable(accept: accept))
    }
  }

  @Test func admitsUpToItsLimits() throws {
    var admission = StreamAdmission(perCaller: 2, total: 3)
    try admission.admit("a")
    try admission.admit("a")
    #expect(throws: StreamAdmission.Refusal.caller) { try admission.admit("a") }
    try admission.admit("b")
    #expect(throws: StreamAdmission.Refusal.process) { try admission.admit("c") }
    admission.release("a")
    try admission.admit("c")
    #expect(admission.count == 3)
    for caller in ["a", "b", "c", "c", "x"] { admission.release(caller) }
    #expect(admission.count == 0)
  }

  @Test func knowsWhereAClientLeftOff() {
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    #expect(StreamPosition(lastEventID: nil, at: now).resumption == nil)
    #expect(StreamPosition(lastEventID: "x", at: now).resumption == nil)
    #expect(
      StreamPosition(lastEventID: "1799999990000", at: now).resumption == now.addingTimeInterval(-20))
    #expect(StreamPosition(lastEventID: "0", at: now).resumption == now.addingTimeInterval(-3_610))
    #expect(StreamPosition(lastEventID: "9999999999999", at: now).resumption == now)
    let position = StreamPosition(lastEventID: nil, at: now)
    #expect(position.eventID == nil)
    position.reach(now)
    #expect(position.eventID == "1800000000000")
  }
}
