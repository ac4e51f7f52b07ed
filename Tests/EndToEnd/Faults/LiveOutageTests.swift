import Foundation
import JSON
import NIOHTTP1
import TestSupport
import Testing

extension EndToEnd.Faults {
  /// Clients go on watching whatever happens behind the gateway, and are let go when it stops.
  @Suite struct LiveOutages {
    private let platform: Platform

    init() throws { platform = try .shared }

    private func follow(_ arguments: String) async throws -> HTTPEventStream {
      let document = "subscription { runChanged(\(arguments)) { id status } }"
      let key = try platform.api.key
      return try await HTTPEventStream.open(
        HTTPExchange(
          port: platform.httpPort, method: .POST, path: "/graphql/stream",
          headers: [("Authorization", "Bearer \(key)"), ("Content-Type", "application/json")],
          body: JSONValue.object(["query": .string(document)]).encodedBytes))
    }

    private func status(_ event: ServerSentEventView?) -> String? {
      event?.json["data"]?["runChanged"]?["status"]?.stringValue
    }

    @Test func theEndOfARunIsToldAfterAnOutageOfTheBroker() async throws {
      try await platform.startMissing()
      let endpoint = try await platform.registerSynthetic("Watched through an outage", ["latencyMs": 3_000])
      let run = try await platform.trigger(endpoint: endpoint)
      let stream = try await follow("runId: \"\(run)\"")
      try await platform.await("RUNNING", of: run)
      try await platform.end(.rabbitmq, with: SIGTERM)
      try await platform.start(.rabbitmq)
      var last: String?
      repeat {
        last = status(try await stream.next(within: .seconds(60)))
      } while last == "QUEUED" || last == "RUNNING"
      #expect(last == "SUCCEEDED")
    }

    @Test func streamsEndWithTheGateway() async throws {
      try await platform.startMissing()
      let streams = try await concurrently(Array(0..<20)) { _ in
        try await follow("endpointId: \"\(UUID())\"")
      }
      let start = ContinuousClock.now
      try await platform.end(.gateway(), with: SIGTERM, within: .seconds(5))
      #expect(ContinuousClock.now - start < .seconds(5))
      for stream in streams {
        #expect(try await stream.next()?.name == "complete")
        #expect(try await stream.nextItem() == nil)
      }
      try await platform.startMissing()
    }
  }
}
