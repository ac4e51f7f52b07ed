import Foundation
import JSON
import Postgres
import Testing

extension EndToEnd.Calm {
  /// A source in trouble is spared, and used again once it is back; one that allows few requests gets few.
  @Suite struct Breakers {
    private let platform: Platform

    init() throws { platform = try .shared }

    private func endpoint(_ id: String) async throws -> JSONValue {
      try await platform.api.value(
        "query ($id: ID!) { endpoint(id: $id) { health healthHistory { from to reason } } }",
        ["id": .string(id)])
    }

    @Test func itOpensFailsFastAndClosesAfterAProbe() async throws {
      let id = try await platform.registerSynthetic(
        "In trouble",
        [
          "failure": "hang",
          "limits": ["runTimeoutSeconds": 1, "breaker": ["failures": 2, "openSeconds": 3_600]],
        ])
      #expect(try await endpoint(id)["health"] == "UNKNOWN")
      for _ in 0..<2 { #expect(try await platform.collect(id).errorCode == "E_RUN_TIMEOUT") }
      #expect(try await endpoint(id)["health"] == "UNAVAILABLE")
      let refused = try await platform.collect(id, within: .seconds(5))
      #expect(refused.status == "FAILED" && refused.errorCode == "E_ENDPOINT_UNAVAILABLE")
      #expect(refused.activities.allSatisfy { $0["name"] != "collectMetadata" })

      // The config is mended: the next run tries at once, an hour before the time.
      let config: JSONValue = [
        "templateId": "synthetic",
        "parameters": ["datasets": 2, "limits": ["breaker": ["failures": 2, "openSeconds": 3_600]]],
      ]
      _ = try await platform.api.value(
        "mutation ($id: ID!, $patch: EndpointPatch!) { updateEndpoint(id: $id, patch: $patch) { id } }",
        ["id": .string(id), "patch": ["config": config]])
      #expect(try await platform.collect(id).status == "SUCCEEDED")
      let healed = try await endpoint(id)
      #expect(healed["health"] == "HEALTHY")
      let history = healed["healthHistory"]?.arrayValue ?? []
      #expect(history.map { $0["to"] } == ["HEALTHY", "UNAVAILABLE", "DEGRADED"])
      #expect(history[1]["reason"] == "2 runs in a row failed, the last one with E_RUN_TIMEOUT")
      try await platform.expectInvariants()
      try await eventually("the events have been taken by the broker") {
        try await platform.number(
          "select count(*) from nucleus.outbox where type = 'endpoint.health-changed.v1'") == 0
      }
    }

    @Test func requestsKeepTheirDistance() async throws {
      let id = try await platform.registerSynthetic(
        "Slow taker", ["limits": ["requestsPerSecond": 2, "maxConcurrentRuns": 4]])
      var collections: [String] = []
      for name in ["a", "b", "c", "d"] {
        collections.append(try await platform.createCollection(of: id, name: name))
      }
      let runs = try await concurrently(collections) {
        try Platform.identifier(
          try await platform.api.value(Platform.triggerCollection, ["id": .string($0)]))
      }
      for run in runs { #expect(try await platform.end(of: run).status == "SUCCEEDED") }
      // The work of a synthetic source is over as soon as its one request went out; on a busy machine the end is noted
      // later, which moves the distance of two, but not that of the first one's begin and the last one's end.
      let works = try await platform.rows(
        """
        select extract(epoch from a.started_at)::float8, extract(epoch from a.ended_at)::float8
        from nucleus.run_activity a join nucleus.run r on r.id = a.run_id
        where r.endpoint_id::text = \(id) and a.name = 'collectMetadata' order by a.ended_at
        """
      ).map { (began: try $0.decode(at: 0, as: Double.self), ended: try $0.decode(at: 1, as: Double.self)) }
      #expect(works.count == 4)
      let began = try #require(works.map(\.began).min())
      let took = try #require(works.last).ended - began
      #expect(took > 1.45, "three distances of half a second: \(works)")
      let gaps = zip(works, works.dropFirst()).map { $1.ended - $0.ended }
      #expect(gaps.allSatisfy { $0 > 0.2 }, "\(gaps)")
      try await platform.expectInvariants()
    }
  }
}
