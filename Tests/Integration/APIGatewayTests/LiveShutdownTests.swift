import Domain
import Foundation
import Postgres
import ServiceLifecycle
import ServiceRuntime
import TestSupport
import Testing

@testable import APIGateway

extension GatewayTests {
  /// A second gateway server over the same parts, for what cannot be done to the one that all tests share.
  @Suite struct LiveShutdownTests {
    /// Serves until `body` returns; then the server is given a graceful shutdown, unless it has had one.
    private func withServer(
      _ streams: EventStreamSettings, _ body: (Int, ServiceGroup) async throws -> Void
    ) async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
      let server = try GatewayServer(
        .init(http: HTTPSettings(port: 0), adminKey: GatewayPlatform.key, streams: streams),
        services: platform.services, readiness: platform.readiness, metrics: PrometheusRegistry(),
        logger: .silent, onListening: { continuation.yield($0) })
      let group = ServiceGroup(configuration: .init(services: [server], logger: .silent))
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        try await body(port, group)
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
      }
    }

    /// A stream whose client takes nothing, with more waiting for it than its connection holds.
    private func stuckStream(_ project: String, port: Int) async throws -> (HTTPEventStream, Run) {
      let platform = try GatewayPlatform.ofThisSuite
      let sample = try await SampleHistory.make(
        on: platform, project: project, endpoints: 1, finishedRuns: 0)
      let run = sample.runs[0]
      let text = String(repeating: "x", count: 5_000_000)
      try await platform.writer.execute(
        "update nucleus.run set filters = jsonb_build_object('text', \(text)::text) where id = \(run.id)")
      let arguments = "endpointId: \"\(run.endpointID)\""
      let stuck = try await platform.follow(
        arguments, fields: "filters", receiveBuffer: 4_096, port: port)
      try await stuck.stopReading()
      let quick = try await platform.follow(arguments)
      for _ in 0..<3 {
        try await platform.move(run, to: .running)
        #expect(try await quick.next()?.status == "RUNNING")
      }
      return (stuck, run)
    }

    @Test func saysGoodbyeAtShutdownAndWaitsForNobody() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      var settings = EventStreamSettings()
      // The stuck one would be waited for much longer than the others are given here.
      settings.farewell = .seconds(30)
      try await withServer(settings) { port, group in
        let idle = try await platform.follow("endpointId: \"\(UUID())\"", port: port)
        let (stuck, _) = try await stuckStream("live-goodbye", port: port)
        let start = ContinuousClock.now
        await group.triggerGracefulShutdown()
        #expect(try await idle.next()?.name == "complete")
        #expect(try await idle.nextItem() == nil)
        #expect(ContinuousClock.now - start < .seconds(5))
        await stuck.close()
      }
    }

    @Test func endsWithAStuckClientInTime() async throws {
      try await withServer(EventStreamSettings()) { port, group in
        let (stuck, _) = try await stuckStream("live-stuck-stop", port: port)
        let platform = try GatewayPlatform.ofThisSuite
        let before = platform.liveRuns.subscriberCount
        let start = ContinuousClock.now
        await group.triggerGracefulShutdown()
        try await eventually(within: .seconds(5), "the stuck stream is given up") {
          platform.liveRuns.subscriberCount < before
        }
        #expect(ContinuousClock.now - start < .seconds(4))
        _ = stuck
      }
    }

    @Test func cutsOffAClientThatTakesNothing() async throws {
      var settings = EventStreamSettings()
      settings.writeTimeout = .milliseconds(400)
      let platform = try GatewayPlatform.ofThisSuite
      try await eventually("no stream is open") { platform.liveRuns.subscriberCount == 0 }
      try await withServer(settings) { port, _ in
        let (stuck, _) = try await stuckStream("live-stuck", port: port)
        try await eventually(within: .seconds(5), "the stuck stream is given up") {
          platform.liveRuns.subscriberCount == 0
        }
        _ = stuck
      }
    }
  }
}
