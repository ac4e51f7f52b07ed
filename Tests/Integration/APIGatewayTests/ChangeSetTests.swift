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
  /// Stale datasets, their versions and change sets, over HTTP and a real database.
  @Suite struct ChangeSetTests {
    /// Collects the first endpoint's catalog: a run that began and ended.
    private func collect(
      _ names: [String], field: String = "text", _ history: SampleHistory, on platform: GatewayPlatform
    ) async throws -> CatalogChange {
      try await platform.database.withPool(as: .executor) { executor in
        let run = try #require(
          try await platform.writer.transaction { transaction in
            try await RunCreation.insert(
              [
                RunCreation.NewRun(
                  collectionID: history.collections[0].id, endpointID: history.endpoints[0].id,
                  trigger: .manual, requestedBy: "test", filters: nil,
                  cause: MessageCause(
                    messageID: UUID.v7().lowercased, correlationID: nil, traceparent: nil))
              ], in: transaction)
          }.first)
        let claimed = try await RunClaims.claim([run.id], executor: "e", ttl: .seconds(60), in: executor)
        let hold = RunClaims.Hold(runID: run.id, fence: try #require(claimed.first).fence)
        let datasets = names.map {
          DiscoveredDataset(
            upstreamID: $0, displayName: $0, fields: [DatasetField(name: "id", type: field, nullable: true)])
        }
        return try await executor.transaction { transaction in
          let found = FoundCatalog(
            endpointID: history.endpoints[0].id, runID: run.id, datasets: datasets, isComplete: true)
          let change = try await CatalogWriter.store([found], in: transaction)[run.id]
          #expect(
            try await RunCompletion.finish([RunEnd(hold: hold, outcome: .succeeded)], in: transaction).count
              == 1)
          return try #require(change)
        }
      }
    }

    /// An endpoint without an active run.
    private func history(_ project: String, on platform: GatewayPlatform) async throws -> SampleHistory {
      let history = try await SampleHistory.make(
        on: platform, project: project, endpoints: 1, finishedRuns: 0)
      let endpoint = history.endpoints[0].id
      try await platform.writer.execute(
        """
        update nucleus.run set status = 'SKIPPED', completed_at = clock_timestamp()
        where endpoint_id = \(endpoint) and status = 'QUEUED'
        """)
      return history
    }

    @Test func listsShowStaleDatasetsMarked() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let history = try await history("stale", on: platform)
      _ = try await collect(["a", "b", "c"], history, on: platform)
      _ = try await collect(["a", "b"], field: "bigint", history, on: platform)
      let endpoint = history.endpoints[0].id.lowercased
      let answer = try await platform.ask(
        """
        { all: catalogDatasets(endpointId: "\(endpoint)") {
            upstreamId isStale staleSince staleRun { id status } versions { version at runId added removed changed } }
          stale: catalogDatasetConnection(endpointId: "\(endpoint)", isStale: true) { totalCount nodes { upstreamId } }
          live: catalogDatasets(endpointId: "\(endpoint)", isStale: false) { upstreamId }
          endpoint(id: "\(endpoint)") { datasets { upstreamId } } }
        """)
      #expect(answer.json["errors"] == nil)
      let all = try #require(answer.data?["all"]?.arrayValue)
      try #require(all.map { $0["isStale"] } == [false, false, true])
      #expect(all[0]["staleSince"] == .null && all[0]["staleRun"] == .null)
      #expect(all[2]["staleSince"]?.stringValue != nil && all[2]["staleRun"]?["status"] == "SUCCEEDED")
      let versions = try #require(all[0]["versions"]?.arrayValue)
      try #require(versions.map { $0["version"] } == [1, 2])
      #expect(versions[0]["added"] == ["id"] && versions[0]["changed"] == [])
      #expect(versions[1]["changed"] == ["id: text → bigint"] && versions[1]["added"] == [])
      #expect(versions[1]["runId"] == all[2]["staleRun"]?["id"])
      #expect(answer.data?["stale"]?["totalCount"] == 1)
      #expect(answer.data?["stale"]?["nodes"] == [["upstreamId": "c"]])
      #expect(answer.data?["live"]?.arrayValue?.count == 2)
      #expect(answer.data?["endpoint"]?["datasets"]?.arrayValue?.count == 3)
    }

    @Test func changeSetsAreListedWithWhatTheyAreAbout() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let history = try await history("change-sets", on: platform)
      _ = try await collect(["a", "b", "c"], history, on: platform)
      let first = try #require(try await collect([], history, on: platform).changeSetID).lowercased
      let second = try #require(try await collect(["c"], history, on: platform).changeSetID).lowercased
      let endpoint = history.endpoints[0].id.lowercased
      let answer = try await platform.ask(
        """
        { all: catalogChangeSets(endpointId: "\(endpoint)") { id state decidedAt decidedBy }
          page: catalogChangeSets(endpointId: "\(endpoint)", first: 5, after: "\(second)") { id }
          open: catalogChangeSets(endpointId: "\(endpoint)", state: PENDING) {
            id endpoint { id } run { id status } found live missing threshold marked note
            datasets(first: 1) { upstreamId isStale } }
          one: catalogChangeSet(id: "\(first)") { missing datasets { upstreamId } }
          none: catalogChangeSet(id: "\(UUID.v7())") { id } }
        """)
      #expect(answer.json["errors"] == nil)
      let all = try #require(answer.data?["all"]?.arrayValue)
      try #require(all.map { $0["id"]?.stringValue } == [second, first])
      #expect(all.map { $0["state"] } == ["PENDING", "SUPERSEDED"])
      #expect(all[1]["decidedAt"]?.stringValue != nil && all[1]["decidedBy"] == .null)
      #expect(answer.data?["page"] == [["id": .string(first)]])
      let open = try #require(answer.data?["open"]?.arrayValue?.first)
      #expect(open["endpoint"]?["id"]?.stringValue == endpoint && open["run"]?["status"] == "SUCCEEDED")
      #expect(open["found"] == 1 && open["live"] == 3 && open["missing"] == 2 && open["threshold"] == 0.5)
      #expect(open["datasets"] == [["upstreamId": "a", "isStale": false]] && open["marked"] == .null)
      #expect(answer.data?["one"]?["missing"] == 3)
      #expect(answer.data?["one"]?["datasets"]?.arrayValue?.count == 3)
      #expect(answer.data?["none"] == .null)
      let unknown = try await platform.ask("{ catalogChangeSets(after: \"\(UUID.v7())\") { id } }")
      #expect(unknown.error?["field"] == "after")
    }

    @Test func decisionsAreSentToTheScheduler() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let set = CatalogChangeSet(
        id: .v7(), endpointID: .v7(), runID: .v7(), state: .applied, createdAt: Date(), found: 1, live: 4,
        missing: 3, threshold: 0.5, decidedAt: Date(), decidedBy: "admin", marked: 3)
      let result = try JSONValue(parsing: MessageCodec.encode(set))
      platform.scheduler.answer { _ in .done(result: result) }
      let applied = try await platform.ask(
        "mutation { applyCatalogChangeSet(id: \"\(set.id)\") { id state marked } }")
      #expect(applied.data?["applyCatalogChangeSet"]?["state"] == "APPLIED")
      let rejected = try await platform.ask(
        "mutation { rejectCatalogChangeSet(id: \"\(set.id)\", note: \"a restore\") { id } }")
      #expect(rejected.json["errors"] == nil)
      func commands() -> [String] {
        platform.scheduler.received.compactMap(\.properties.type).filter { $0.hasPrefix("change-set.") }
      }
      #expect(commands() == ["change-set.apply.v1", "change-set.reject.v1"])
      let blank = try await platform.ask(
        "mutation { rejectCatalogChangeSet(id: \"\(set.id)\", note: \" \") { id } }")
      #expect(blank.error?["field"] == "note")
      let wrong = try await platform.ask("mutation { applyCatalogChangeSet(id: \"x\") { id } }")
      #expect(wrong.code == "E_INVALID_INPUT" && commands().count == 2)
    }
  }
}
