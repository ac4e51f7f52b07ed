import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage
import TestSupport
import Testing

extension GatewayTests {
  /// How endpoints are doing and why runs wait: read in bulk, and only where asked for.
  @Suite struct HealthAndWaitTests {
    private func observe(
      _ events: [EndpointBreaker.Event], of endpoint: UUID, on platform: GatewayPlatform
    ) async throws {
      try await platform.writer.transaction { transaction in
        try await EndpointHealthStore.record(
          events.map { .init(endpointID: endpoint, event: $0) }, in: transaction)
      }
    }

    private func failures(_ count: Int) -> [EndpointBreaker.Event] {
      (0..<count).map { _ in .failed(runID: UUID(), code: "E_UPSTREAM_UNREACHABLE") }
    }

    @Test func showsTheHealthAndItsHistory() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let history = try await SampleHistory.make(
        on: platform, project: "health", endpoints: 3, finishedRuns: 0)
      try await observe([.succeeded(runID: UUID())], of: history.endpoints[0].id, on: platform)
      try await observe(failures(5), of: history.endpoints[1].id, on: platform)
      _ = platform.reader.takeCount()
      let answer = try await platform.ask(
        """
        { endpoints(projectSlug: "health") {
            name health healthHistory { at from to reason } newest: healthHistory(first: 1) { to } } }
        """)
      #expect(answer.json["errors"] == nil, "\(answer.json)")
      // The endpoints, and each of the three fields once for all of them.
      #expect(platform.reader.takeCount() == 4)
      let endpoints = answer.data?["endpoints"]?.arrayValue ?? []
      func endpoint(_ index: Int) -> JSONValue? {
        endpoints.first { $0["name"]?.stringValue == "Endpoint \(index)" }
      }
      #expect(endpoint(0)?["health"] == "HEALTHY")
      #expect(endpoint(1)?["health"] == "UNAVAILABLE")
      #expect(endpoint(2)?["health"] == "UNKNOWN" && endpoint(2)?["healthHistory"] == [])
      let changes = endpoint(1)?["healthHistory"]?.arrayValue ?? []
      #expect(changes.map { $0["to"] } == ["UNAVAILABLE", "DEGRADED"])
      #expect(changes.map { $0["from"] } == ["DEGRADED", "UNKNOWN"])
      #expect(
        changes.first?["reason"] == "5 runs in a row failed, the last one with E_UPSTREAM_UNREACHABLE")
      #expect(endpoint(1)?["newest"]?.arrayValue?.count == 1)
      let wrong = try await platform.ask(
        "{ endpoint(id: \"\(history.endpoints[0].id)\") { healthHistory(first: 0) { at } } }")
      #expect(wrong.code == "E_INVALID_INPUT")
    }

    @Test func saysWhyRunsWait() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let history = try await SampleHistory.make(on: platform, project: "wait", endpoints: 4, finishedRuns: 1)
      // The queued run of each endpoint, which has a finished one before it.
      let queued = history.endpoints.map { endpoint in history.runs.last { $0.endpointID == endpoint.id } }
      let runs = try queued.map { try #require($0) }
      let executor = try await platform.database.connect(as: .executor)
      // The first endpoint's run starts, and another collection of it waits.
      _ = try await RunClaims.claim([runs[0].id], executor: "e", ttl: .seconds(60), in: executor)
      await executor.close()
      let blocked = try await platform.writer.transaction { transaction in
        let collection = MetadataCollection(
          id: .v7(), endpointID: history.endpoints[0].id, name: "second", isEnabled: true, schedule: nil,
          filters: nil, createdAt: Date(), updatedAt: Date(), deletedAt: nil)
        let stored = try await CollectionStore.put(collection, in: transaction).collection
        return try await RunCreation.insert(
          [
            RunCreation.NewRun(
              collectionID: stored.id, endpointID: stored.endpointID, trigger: .manual, requestedBy: "test",
              filters: nil,
              cause: MessageCause(messageID: UUID.v7().lowercased, correlationID: nil, traceparent: nil))
          ], in: transaction)
      }
      try await observe(failures(5), of: history.endpoints[1].id, on: platform)
      try await platform.writer.execute(
        "update nucleus.endpoint set is_enabled = false where id = \(history.endpoints[2].id)")
      _ = platform.reader.takeCount()
      let answer = try await platform.ask(
        "{ endpoints(projectSlug: \"wait\") { runs { id status waitingFor } } }")
      #expect(answer.json["errors"] == nil, "\(answer.json)")
      #expect(platform.reader.takeCount() == 3)
      let listed = (answer.data?["endpoints"]?.arrayValue ?? []).flatMap { $0["runs"]?.arrayValue ?? [] }
      #expect(listed.count == 9)
      func words(_ run: UUID) -> String? {
        listed.first { $0["id"]?.stringValue == run.lowercased }?["waitingFor"]?.stringValue
      }
      #expect(
        words(try #require(blocked.first).id)
          == "the endpoint's limit of one run at a time, taken by \(runs[0].id.lowercased); it is number 1 in the queue of its endpoint"
      )
      #expect(words(runs[1].id)?.hasPrefix("the endpoint, which is unavailable: ") == true)
      #expect(words(runs[2].id) == "the endpoint, which is disabled")
      #expect(words(runs[3].id) == "an executor to take it")
      #expect(listed.allSatisfy { $0["status"] == "QUEUED" || $0["waitingFor"] == .null })
      // Where nothing waits nothing is read.
      _ = try await platform.ask("{ collectionRun(id: \"\(runs[0].id)\") { waitingFor } }")
      #expect(platform.reader.takeCount() == 1)
    }
  }
}
