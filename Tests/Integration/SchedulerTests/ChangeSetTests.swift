import Contracts
import Domain
import Foundation
import Postgres
import Storage
import Testing

extension SchedulerServiceTests {
  /// What an operator's word on missing datasets does (A18).
  @Suite struct ChangeSetTests {
    private func collect(
      _ names: [String], _ collection: MetadataCollection, on platform: SchedulerPlatform
    ) async throws -> CatalogChange {
      let run = try await platform.trigger(collection.id).result(as: Run.self)
      let claimed = try await RunClaims.claim(
        [run.id], executor: "e", ttl: .seconds(60), in: platform.executor)
      let hold = RunClaims.Hold(runID: run.id, fence: try #require(claimed.first).fence)
      let datasets = names.map { DiscoveredDataset(upstreamID: $0, displayName: $0, fields: []) }
      return try await platform.executor.transaction { transaction in
        let found = FoundCatalog(
          endpointID: collection.endpointID, runID: run.id, datasets: datasets, isComplete: true)
        let change = try await CatalogWriter.store([found], in: transaction)[run.id]
        let end = RunEnd(hold: hold, outcome: .succeeded)
        #expect(try await RunCompletion.finish([end], in: transaction).count == 1)
        return try #require(change)
      }
    }

    private func stale(_ endpoint: UUID, on platform: SchedulerPlatform) async throws -> Int {
      try await platform.count(
        "select count(*)::int8 from nucleus.catalog_dataset where endpoint_id = \(endpoint) and is_stale")
    }

    private func audited(
      _ action: String, _ id: UUID, outcome: String, on platform: SchedulerPlatform
    ) async throws -> Int {
      try await platform.count(
        """
        select count(*)::int8 from nucleus.audit_entry where action = \(action) and object_type = 'change-set'
          and object_id = \(id.lowercased) and outcome = \(outcome)
        """)
    }

    @Test func isRejectedAskedAgainAndApplied() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let events = EventRecorder()
        try await events.record(from: platform.client)
        let (endpoint, collection) = try await platform.register()
        _ = try await collect(["a", "b", "c"], collection, on: platform)
        let first = try #require(try await collect(["c"], collection, on: platform).changeSetID)
        let rejection = RejectChangeSet(changeSetID: first, requestedBy: "Ada", note: "a restore")
        let rejected = try await platform.gateway.send(rejection).result(as: CatalogChangeSet.self)
        #expect(rejected.state == .rejected && rejected.decidedBy == "Ada" && rejected.note == "a restore")
        #expect(try await stale(endpoint.id, on: platform) == 0)
        let late = ApplyChangeSet(changeSetID: first, requestedBy: "Ada")
        let refusal = try await platform.gateway.send(late).refusal
        #expect(refusal?.code == .invalidInput && refusal?.field == "id")
        #expect(refusal?.message.contains("was rejected") == true)

        let second = try #require(try await collect(["c"], collection, on: platform).changeSetID)
        let third = try #require(try await collect(["c"], collection, on: platform).changeSetID)
        let outdated = try await platform.gateway.send(
          ApplyChangeSet(changeSetID: second, requestedBy: "Ada"))
        #expect(outdated.refusal?.message.contains(third.lowercased) == true)
        let application = ApplyChangeSet(changeSetID: third, requestedBy: "Ada")
        let applied = try await platform.gateway.send(application).result(as: CatalogChangeSet.self)
        #expect(applied.state == .applied && applied.marked == 2)
        #expect(try await stale(endpoint.id, on: platform) == 2)
        // Saying it again changes nothing.
        #expect(try await platform.gateway.send(application).result(as: CatalogChangeSet.self) == applied)

        #expect(try await audited("change-set.reject.v1", first, outcome: "done", on: platform) == 1)
        #expect(try await audited("change-set.apply.v1", third, outcome: "done", on: platform) == 2)
        #expect(
          try await audited("change-set.apply.v1", second, outcome: "E_INVALID_INPUT", on: platform) == 1)
        try await eventually("listeners are told") {
          let keys = events.routingKeys
          return keys.contains("change-set.rejected.\(endpoint.id.lowercased)")
            && keys.count { $0 == "change-set.applied.\(endpoint.id.lowercased)" } == 1
        }
      }
    }

    @Test func whatIsUnknownOrTooLongIsRefused() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let unknown = try await platform.gateway.send(ApplyChangeSet(changeSetID: .v7(), requestedBy: "Ada"))
        #expect(unknown.refusal?.code == .invalidInput && unknown.refusal?.field == "id")
        let long = RejectChangeSet(
          changeSetID: .v7(), requestedBy: "Ada", note: String(repeating: "x", count: 501))
        #expect(try await platform.gateway.send(long).refusal?.field == "note")
      }
    }

    /// Whoever comes first, a collection or an operator, nothing that was seen last is stale.
    @Test func applyingRacesACollection() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        for _ in 0..<10 {
          let (endpoint, collection) = try await platform.register()
          _ = try await collect(["a", "b", "c"], collection, on: platform)
          let id = try #require(try await collect([], collection, on: platform).changeSetID)
          async let seen = collect(["a", "b", "c"], collection, on: platform)
          let answer = try await platform.gateway.send(ApplyChangeSet(changeSetID: id, requestedBy: "Ada"))
          _ = try await seen
          if answer.refusal == nil {
            #expect(try answer.result(as: CatalogChangeSet.self).state == .applied)
          }
          #expect(try await stale(endpoint.id, on: platform) == 0)
        }
      }
    }
  }
}
