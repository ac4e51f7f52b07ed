import Contracts
import Domain
import Foundation
import Postgres
import Storage
import TestSupport
import Testing

extension StorageTests.WebhookTests {
  /// A webhook with an endpoint to itself.
  struct Bench {
    let scheduler: PostgresPool
    let executor: PostgresPool
    let sample: SampleRows
    let webhook: Webhook

    static func with(
      _ change: (inout Webhook) -> Void = { _ in }, _ body: (Bench) async throws -> Void
    ) async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler, size: 8) { scheduler in
        try await database.withPool(as: .executor, size: 8) { executor in
          let sample = try await SampleRows.make(scheduler)
          var webhook = Webhook(
            id: .v7(), name: "Pager", url: "https://example.com", outcomes: RunOutcome.allCases,
            endpointID: sample.endpoint.id, createdAt: Date(), updatedAt: Date())
          change(&webhook)
          let stored = try await scheduler.transaction { [webhook] in
            try #require(try await WebhookStore.insert(webhook, sealed: "nsl1.x", in: $0))
          }
          let bench = Bench(scheduler: scheduler, executor: executor, sample: sample, webhook: stored)
          do {
            try await body(bench)
            try await bench.delete()
          } catch {
            try? await bench.delete()
            throw error
          }
        }
      }
    }

    func delete() async throws {
      try await scheduler.transaction { try await WebhookStore.delete(webhook.id, in: $0) }
      while try await WebhookPlanning.discard(atMost: 100, in: scheduler) > 0 {}
    }

    /// Makes a run and ends it as an executor does.
    @discardableResult
    func end(_ outcome: RunEnd.Outcome = .failed(code: "E_X", error: "x")) async throws -> UUID {
      let run = try await sample.trigger(scheduler)
      let claimed = try await RunClaims.claim([run.id], executor: "e@h", ttl: .seconds(15), in: executor)
      let hold = RunClaims.Hold(runID: run.id, fence: try #require(claimed.first).fence)
      #expect(
        try await RunCompletion.finish([RunEnd(hold: hold, outcome: outcome)], in: executor) == [run.id])
      return run.id
    }

    var noted: Set<UUID> {
      get async throws {
        try Set(
          await scheduler.query("select run_id from nucleus.webhook_outcome").map {
            try $0.decode("run_id")
          })
      }
    }

    /// Plans everything that is there.
    @discardableResult
    func plan() async throws -> Int {
      try await scheduler.transaction { transaction in
        let runs = try await WebhookPlanning.lockOutcomes(atMost: 100, in: transaction)
        let webhooks = try await WebhookQueries.enabled(in: transaction)
        try await WebhookPlanning.forget(runs.map(\.id), in: transaction)
        return try await WebhookPlanning.insert(
          WebhookPlan.notices(of: runs, to: webhooks), in: transaction)
      }
    }

    func dispatch() async throws -> WebhookPlanning.Dispatch? {
      try await scheduler.transaction {
        try await WebhookPlanning.dispatch(lease: StorageTests.WebhookTests.lease, in: $0)
      }
      .first { $0.webhookID == webhook.id }
    }

    func begin() async throws -> WebhookSessions.Hold? {
      guard let dispatch = try await dispatch() else { return nil }
      return try await WebhookSessions.begin(
        webhook.id, fence: dispatch.fence, lease: StorageTests.WebhookTests.lease, in: executor)
    }

    func take(_ hold: WebhookSessions.Hold, atMost limit: Int = 10) async throws -> [WebhookSessions.Task] {
      try await WebhookSessions.take(
        atMost: limit, under: hold, lease: StorageTests.WebhookTests.lease, patience: .seconds(60),
        in: executor)
    }

    func deliveries() async throws -> [WebhookDelivery] {
      try await WebhookQueries.deliveries(
        of: webhook.id, status: nil, page: Page(first: 100), in: scheduler)
    }
  }
}
