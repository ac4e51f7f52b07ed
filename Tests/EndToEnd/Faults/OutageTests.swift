import Foundation
import JSON
import Postgres
import TestSupport
import Testing

extension EndToEnd.Faults {
  /// The broker or the database goes away under load and comes back.
  @Suite struct Outages {
    private let platform: Platform

    init() throws { platform = try .shared }

    enum Outage: String, CaseIterable, Sendable {
      case brokerStopped, brokerKilled, databaseStopped, databaseKilled

      var part: PlatformProcess { self == .brokerStopped || self == .brokerKilled ? .rabbitmq : .postgres }
      var signal: Int32 {
        switch self {
        case .brokerStopped: SIGTERM
        case .databaseStopped: SIGINT
        case .brokerKilled, .databaseKilled: SIGKILL
        }
      }
    }

    @Test(arguments: Outage.allCases)
    func servicesLiveThroughIt(_ outage: Outage) async throws {
      try await platform.startMissing()
      let pids = PlatformProcess.services.map { platform.pid(of: $0) }
      #expect(!pids.contains(nil))
      let endpoints = try await platform.registerSynthetics(8, ["datasets": 4, "latencyMs": 100])
      let known = try await concurrently(endpoints) { try await platform.collect($0) }[0]
      async let load = platform.load(endpoints, rounds: 4)

      try await platform.end(outage.part, with: outage.signal)
      let lost = ContinuousClock.now
      for service in PlatformProcess.services {
        try await eventually("\(service.name) says it is not ready", within: .seconds(10) - (.now - lost)) {
          await platform.readiness(of: service) == 503
        }
      }
      try await expectRefusals(endpoints[0], known, isBroker: outage.part == .rabbitmq)

      try await platform.start(outage.part)
      let back = ContinuousClock.now
      for service in PlatformProcess.services {
        try await eventually("\(service.name) is ready again", within: .seconds(10) - (.now - back)) {
          await platform.readiness(of: service) == 200
        }
      }
      #expect(PlatformProcess.services.map { platform.pid(of: $0) } == pids, "no service has ended")

      let runs = try await load
      #expect(runs.allSatisfy { $0.status == "SUCCEEDED" }, "\(runs.map(\.status))")
      #expect(Set(runs.map(\.id)).count == 32)
      for endpoint in endpoints { #expect(try await platform.catalog(of: endpoint).count == 4) }
      // Nothing was made for a caller who was told that it would not be.
      let made = try await platform.number(
        "select count(*) from nucleus.run where endpoint_id::text = any(\(endpoints))")
      #expect(made == 40)
      try await platform.expectInvariants()
      try await platform.expectCompleteJournal()
    }

    private func expectRefusals(_ endpoint: String, _ known: RunView, isBroker: Bool) async throws {
      let mutations: [(String, JSONObject)] = [
        (Platform.triggerEndpoint, ["id": .string(endpoint)]),
        ("mutation ($id: ID!) { deleteEndpoint(id: $id) }", ["id": .string(endpoint)]),
        (
          "mutation ($input: EndpointInput!) { registerEndpoint(input: $input) { id } }",
          ["input": ["name": "Never", "config": ["templateId": "synthetic"]]]
        ),
      ]
      for (document, variables) in mutations {
        let start = ContinuousClock.now
        let answer = try await platform.api.send(document, variables)
        #expect(answer.code == "E_UNAVAILABLE", "\(answer.text)")
        #expect(ContinuousClock.now - start < .seconds(2))
      }
      #expect(try await HTTPExchange(port: platform.httpPort, path: "/health/live").answer().status == 200)
      let start = ContinuousClock.now
      let answer = try await platform.api.send(
        "query ($id: ID!) { collectionRun(id: $id) { id status } }", ["id": .string(known.id)])
      if isBroker {
        #expect(answer.data?["collectionRun"]?["status"] == "SUCCEEDED", "\(answer.text)")
      } else {
        #expect(answer.code == "E_UNAVAILABLE", "\(answer.text)")
      }
      #expect(ContinuousClock.now - start < .seconds(2))
    }
  }
}
