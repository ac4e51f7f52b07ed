import AMQP
import Contracts
import Domain
import Foundation
import JSON
import NIOHTTP1
import Postgres
import TestSupport
import Testing

@testable import APIGateway

extension GatewayTests {
  /// Changes of runs on their way from the broker to clients.
  @Suite struct LiveUpdateTests {
    private func sample(_ project: String, endpoints: Int = 1) async throws -> SampleHistory {
      try await SampleHistory.make(
        on: try .ofThisSuite, project: project, endpoints: endpoints, finishedRuns: 0)
    }

    @Test func tellsEachWhatItAskedFor() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let sample = try await sample("live-filters", endpoints: 2)
      let (one, other) = (sample.runs[0], sample.runs[1])
      let all = try await platform.follow()
      let byEndpoint = try await platform.follow("endpointId: \"\(one.endpointID)\"")
      let byCollection = try await platform.follow("collectionId: \"\(sample.collections[0].id)\"")
      let byRun = try await platform.follow("runId: \"\(one.id)\"")
      let elsewhere = try await platform.follow("endpointId: \"\(other.endpointID)\"")
      #expect(all.status == 200)
      #expect(all.headers.first(name: "Content-Type") == "text/event-stream; charset=utf-8")
      #expect(try await byRun.next()?.status == "QUEUED")

      try await platform.move(one, to: .running)
      for stream in [all, byEndpoint, byCollection, byRun] {
        let event = try #require(try await stream.next())
        #expect(event.name == "next")
        #expect(event.run?["id"]?.stringValue == one.id.lowercased)
        #expect(event.status == "RUNNING")
        #expect(event.id != nil)
      }
      try await platform.move(one, to: .succeeded)
      for stream in [all, byEndpoint, byCollection, byRun] {
        #expect(try await stream.next()?.status == "SUCCEEDED")
      }
      try await platform.move(other, to: .running)
      #expect(try await elsewhere.next()?.run?["id"]?.stringValue == other.id.lowercased)
      #expect(try await all.next()?.run?["id"]?.stringValue == other.id.lowercased)
    }

    @Test func resolvesWhatIsNested() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let run = try await sample("live-nested").runs[0]
      let stream = try await platform.follow(
        "runId: \"\(run.id)\"", fields: "endpoint { name } transitions { to }")
      let event = try #require(try await stream.next())
      #expect(event.run?["endpoint"]?["name"] == "Endpoint 0")
      #expect(event.run?["transitions"]?.arrayValue?.first?["to"] == "QUEUED")
    }

    @Test func readsOnceForManyEvents() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let run = try await sample("live-conflation").runs[0]
      let stream = try await platform.follow("endpointId: \"\(run.endpointID)\"")
      _ = platform.reader.takeCount()
      try await withThrowingTaskGroup { group in
        for _ in 0..<300 { group.addTask { try await platform.announce(run, .running) } }
        try await group.waitForAll()
      }
      try await platform.move(run, to: .failed)
      var last: ServerSentEventView?
      repeat { last = try await stream.next() } while last?.status != "FAILED"
      #expect(platform.reader.takeCount() < 30)
    }

    @Test func givesTheSlowTheLatestState() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let run = try await sample("live-slow").runs[0]
      let text = String(repeating: "x", count: 500_000)
      try await platform.writer.execute(
        "update nucleus.run set filters = jsonb_build_object('text', \(text)::text) where id = \(run.id)")
      let arguments = "endpointId: \"\(run.endpointID)\""
      let slow = try await platform.follow(arguments, fields: "status filters", receiveBuffer: 4_096)
      let quick = try await platform.follow(arguments)
      try await slow.stopReading()
      let changes = 40
      for _ in 0..<changes {
        try await platform.move(run, to: .running)
        #expect(try await quick.next()?.status == "RUNNING")
      }
      try await platform.move(run, to: .succeeded)
      #expect(try await quick.next()?.status == "SUCCEEDED")
      try await slow.readOn()
      var seen: [String?] = []
      repeat { seen.append(try await slow.next()?.status) } while seen.last == "RUNNING"
      #expect(seen.last == "SUCCEEDED")
      // What did not fit into the buffers of the connection was left out.
      #expect(seen.count < changes)
    }

    @Test func forgetsAClientThatLeaves() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      try await eventually("no stream is open") { platform.liveRuns.subscriberCount == 0 }
      let streams = [try await platform.follow(), try await platform.follow()]
      #expect(platform.liveRuns.subscriberCount == 2)
      #expect(try await platform.metric("nucleus_gateway_streams_open") == 2)
      for stream in streams { await stream.close() }
      try await eventually(within: .seconds(2), "both are forgotten") {
        platform.liveRuns.subscriberCount == 0
      }
      #expect(try await platform.metric("nucleus_gateway_streams_open") == 0)
    }

    @Test func givesSignsOfLife() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let start = ContinuousClock.now
      let stream = try await platform.follow("endpointId: \"\(UUID())\"")
      for _ in 0..<4 { #expect(try await stream.nextItem() == .comment("")) }
      // The first one comes at once.
      #expect(ContinuousClock.now - start >= .milliseconds(800))
    }

    @Test func saysThatARunDoesNotExist() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let stream = try await platform.follow("runId: \"\(UUID())\"")
      #expect(try await stream.next()?.error?["code"] == "E_RUN_NOT_FOUND")
      #expect(try await stream.next()?.name == "complete")
      #expect(try await stream.nextItem() == nil)
    }

    @Test func bringsAReturningClientUpToDate() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let run = try await sample("live-return").runs[0]
      let arguments = "endpointId: \"\(run.endpointID)\""
      let first = try await platform.follow(arguments)
      try await platform.move(run, to: .running)
      let id = try #require(try await first.next()?.id)
      await first.close()
      try await platform.move(run, to: .succeeded)
      let second = try await platform.follow(arguments, lastEventID: id)
      #expect(try await second.next()?.status == "SUCCEEDED")
    }

    @Test func readsAnewAfterTheBrokerWasAway() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let sample = try await sample("live-outage", endpoints: 2)
      let (one, other) = (sample.runs[0], sample.runs[1])
      let named = try await platform.follow("runId: \"\(one.id)\"")
      let wide = try await platform.follow("endpointId: \"\(other.endpointID)\"")
      #expect(try await named.next()?.status == "QUEUED")
      try await platform.broker.stop()
      try await eventually("the loss is noticed") { !platform.liveRuns.isListening }
      let refused = try await platform.follow()
      #expect(try await refused.next()?.error?["code"] == "E_UNAVAILABLE")
      try await platform.move(one, to: .running, isSilent: true)
      try await platform.move(other, to: .succeeded, isSilent: true)
      try await platform.broker.start()
      #expect(try await named.next(within: .seconds(60))?.status == "RUNNING")
      #expect(try await wide.next()?.status == "SUCCEEDED")
      try await platform.becomeReady()
      try await platform.move(one, to: .succeeded)
      #expect(try await named.next()?.status == "SUCCEEDED")
    }

    @Test func readsAnewAfterItsQueueWasAway() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let run = try await sample("live-queue").runs[0]
      let stream = try await platform.follow("endpointId: \"\(run.endpointID)\"")
      try await platform.move(run, to: .running, isSilent: true)
      try await platform.client.deleteQueue(platform.runEvents.name)
      #expect(try await stream.next()?.status == "RUNNING")
      try await platform.becomeReady()
    }

    @Test func limitsTheStreamsOfACaller() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      try await eventually("no stream is open") { platform.liveRuns.subscriberCount == 0 }
      var streams: [HTTPEventStream] = []
      for _ in 0..<GatewayPlatform.streams.perCaller { streams.append(try await platform.follow()) }
      let refused = try await platform.follow()
      #expect(refused.status == 429)
      #expect(refused.headers.first(name: "Retry-After") != nil)
      // Other requests are not held up.
      #expect(try await platform.ask("{ __typename }").status == 200)
      await streams.removeLast().close()
      try await eventually("there is room again") {
        platform.liveRuns.subscriberCount == streams.count
      }
      let admitted = try await platform.follow()
      #expect(admitted.status == 200)
      for stream in streams { await stream.close() }
    }

    @Test func cutsOffACallerWhoseKeyWasRevoked() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let run = try await sample("live-revoked").runs[0]
      let key = try await platform.makeKey()
      let idle = try await platform.follow("endpointId: \"\(UUID())\"", key: key.text)
      let busy = try await platform.follow("endpointId: \"\(run.endpointID)\"", key: key.text)
      let other = try await platform.follow("endpointId: \"\(run.endpointID)\"")
      try await platform.move(run, to: .running)
      #expect(try await busy.next()?.status == "RUNNING")
      let start = ContinuousClock.now
      try await platform.writer.execute(
        "update nucleus.api_key set revoked_at = clock_timestamp(), revoked_by = 'test' where id = \(key.id)")
      for stream in [idle, busy] { try await expectEnd(of: stream, "E_AUTH_REQUIRED") }
      #expect(ContinuousClock.now - start < .seconds(5))
      #expect(try await other.next()?.status == "RUNNING")
      try await platform.move(run, to: .succeeded)
      #expect(try await other.next()?.status == "SUCCEEDED")
    }

    @Test func cutsOffACallerWhoseKeyExpires() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let key = try await platform.makeKey(expiresIn: 1.5)
      let stream = try await platform.follow("endpointId: \"\(UUID())\"", key: key.text)
      #expect(stream.status == 200)
      try await expectEnd(of: stream, "E_AUTH_REQUIRED")
    }

    private func expectEnd(of stream: HTTPEventStream, _ code: String) async throws {
      let event = try #require(try await stream.next(within: .seconds(6)))
      #expect(event.error?["code"]?.stringValue == code)
      #expect(event.json["data"] == nil)
      #expect(try await stream.next()?.name == "complete")
      #expect(try await stream.nextItem() == nil)
    }
  }
}
