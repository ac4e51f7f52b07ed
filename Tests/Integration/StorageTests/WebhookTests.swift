import Contracts
import Domain
import Foundation
import Postgres
import Storage
import TestSupport
import Testing

/// From the end of a run to the log of its deliveries, as rows.
extension StorageTests {
  @Suite struct WebhookTests {
    private static let lease = Duration.seconds(30)

    /// A webhook with an endpoint to itself.
    private struct Bench {
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
          let runs = try await WebhookPlanning.takeOutcomes(atMost: 100, in: transaction)
          let webhooks = try await WebhookQueries.enabled(in: transaction)
          return try await WebhookPlanning.insert(
            WebhookPlan.notices(of: runs, to: webhooks), in: transaction)
        }
      }

      func dispatch() async throws -> WebhookPlanning.Dispatch? {
        try await scheduler.transaction {
          try await WebhookPlanning.dispatch(lease: WebhookTests.lease, in: $0)
        }
        .first { $0.webhookID == webhook.id }
      }

      func begin() async throws -> WebhookSessions.Hold? {
        guard let dispatch = try await dispatch() else { return nil }
        return try await WebhookSessions.begin(
          webhook.id, fence: dispatch.fence, lease: WebhookTests.lease, in: executor)
      }

      func take(_ hold: WebhookSessions.Hold, atMost limit: Int = 10) async throws -> [WebhookSessions.Task] {
        try await WebhookSessions.take(
          atMost: limit, under: hold, lease: WebhookTests.lease, patience: .seconds(60), in: executor)
      }

      func deliveries() async throws -> [WebhookDelivery] {
        try await WebhookQueries.deliveries(
          of: webhook.id, status: nil, page: Page(first: 100), in: scheduler)
      }
    }

    private func report(
      _ task: WebhookSessions.Task, _ status: Int, _ next: WebhookRetryPolicy.Next
    ) -> WebhookSessions.Report {
      .init(
        deliveryID: task.deliveryID, attempts: task.attempts,
        attempt: WebhookAttempt(.answered(status: status, retryAfter: nil), latency: .milliseconds(12)),
        next: next)
    }

    private let goOn = WebhookPause(failures: 0, wait: .zero)

    /// Whoever ends a run, and however: it is noted in the same transaction.
    @Test func everyWayToEndIsNoted() async throws {
      try await Bench.with { bench in
        let succeeded = try await bench.end(.succeeded)
        let failed = try await bench.end()
        let skipped = try await bench.end(.skipped(.nothingToDo, text: "x"))
        let queued = try await bench.sample.trigger(bench.scheduler)
        _ = try await RunEnding.cancel(.runs([queued.id]), text: "x", actor: "t", in: bench.scheduler)
        let again = try await bench.sample.trigger(bench.scheduler)
        _ = try await RunEnding.skipQueued(
          collection: bench.sample.collection.id, .disabled, text: "x", in: bench.scheduler)
        try await bench.scheduler.transaction { transaction in
          try await SkippedFires.insert(
            [
              .init(
                collectionID: bench.sample.collection.id, endpointID: bench.sample.endpoint.id,
                scheduledFor: Date(), reason: .overlap, text: "x")
            ], in: transaction)
        }
        let noted = try await bench.noted
        #expect(noted.isSuperset(of: [succeeded, failed, skipped, queued.id, again.id]))
        #expect(noted.count == 6)
        #expect(try await bench.plan() == 6)
        #expect(try await bench.noted.isEmpty)
        let events = try await bench.deliveries().map(\.event)
        #expect(Set(events) == [.runSucceeded, .runFailed, .runSkipped])
      }
    }

    @Test func nothingIsNotedThatNobodyWants() async throws {
      try await Bench.with({ $0.outcomes = [.skipped] }) { bench in
        try await bench.end(.succeeded)
        try await bench.end()
        #expect(try await bench.noted.isEmpty)
        // Of another endpoint.
        let other = try await SampleRows.make(bench.scheduler)
        _ = try await other.trigger(bench.scheduler)
        _ = try await RunEnding.skipQueued(
          endpoint: other.endpoint.id, .deleted, text: "x", in: bench.scheduler)
        #expect(try await bench.noted.isEmpty)
      }
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { scheduler in
        let sample = try await SampleRows.make(scheduler)
        _ = try await sample.trigger(scheduler)
        _ = try await RunEnding.skipQueued(endpoint: sample.endpoint.id, .deleted, text: "x", in: scheduler)
        #expect(try await !WebhookPlanning.work(in: scheduler).outcomes)
      }
    }

    /// A transaction that does not commit notes nothing; a note is taken once, however many look.
    @Test func noteAndPlanAreTransactional() async throws {
      try await Bench.with { bench in
        struct Undone: Error {}
        _ = try await bench.sample.trigger(bench.scheduler)
        await #expect(throws: Undone.self) {
          try await bench.scheduler.transaction { transaction in
            _ = try await RunEnding.skipQueued(
              collection: bench.sample.collection.id, .disabled, text: "x", in: transaction)
            throw Undone()
          }
        }
        #expect(try await bench.noted.isEmpty)
        _ = try await RunEnding.skipQueued(
          collection: bench.sample.collection.id, .disabled, text: "x", in: bench.scheduler)
        let planned = try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<8 { group.addTask { try await bench.plan() } }
          return try await group.reduce(0, +)
        }
        #expect(planned == 1)
        let run = try #require(try await bench.deliveries().first?.runID)
        let notice = WebhookPlan.Notice(webhookID: bench.webhook.id, runID: run, outcome: .skipped)
        let twice = try await bench.scheduler.transaction {
          try await WebhookPlanning.insert([notice], in: $0)
        }
        #expect(twice == 0)
      }
    }

    @Test func oneAtATimeWorksForAWebhook() async throws {
      try await Bench.with { bench in
        #expect(try await bench.dispatch() == nil, "nothing is due")
        try await bench.end()
        try await bench.plan()
        let dispatch = try #require(try await bench.dispatch())
        #expect(try await bench.dispatch() == nil, "somebody is on the way")
        let first = try await WebhookSessions.begin(
          bench.webhook.id, fence: dispatch.fence, lease: Self.lease, in: bench.executor)
        let hold = try #require(first)
        #expect(hold.target.sealedSecret == "nsl1.x" && hold.target.url == "https://example.com")
        let copy = try await WebhookSessions.begin(
          bench.webhook.id, fence: dispatch.fence, lease: Self.lease, in: bench.executor)
        #expect(copy == nil)
        let task = try #require(try await bench.take(hold).first)
        #expect(task.attempt == 1 && task.endpointName == "Sample" && task.collectionName == "default")
        #expect(try await bench.take(hold).isEmpty, "it is being tried")
        try await WebhookSessions.record(
          [report(task, 200, .delivered)], pause: goOn, under: hold, in: bench.executor)
        try await WebhookSessions.release(hold, in: bench.executor)
        let delivery = try #require(try await bench.deliveries().first)
        #expect(delivery.status == .delivered && delivery.responseStatus == 200 && delivery.attempts == 1)
        #expect(
          delivery.latencyMilliseconds == 12 && delivery.settledAt != nil && delivery.nextAttemptAt == nil)
        #expect(try await bench.dispatch() == nil)
      }
    }

    @Test func aLapsedLeaseGoesToAnotherAndTheOldReportCountsNoMore() async throws {
      try await Bench.with { bench in
        try await bench.end()
        try await bench.plan()
        let old = try #require(try await bench.begin())
        let task = try #require(try await bench.take(old).first)
        try await bench.scheduler.execute(
          "update nucleus.webhook_state set leased_until = now() - interval '1 s' where webhook_id = \(bench.webhook.id)"
        )
        let new = try #require(try await bench.begin())
        let again = try #require(try await bench.take(new).first)
        #expect(again.deliveryID == task.deliveryID && again.attempt == 2)
        #expect(try await bench.take(old).isEmpty)
        let late = WebhookPause(failures: 9, wait: .seconds(60))
        try await WebhookSessions.record(
          [report(task, 500, .givenUp)], pause: late, under: old, in: bench.executor)
        #expect(try await bench.deliveries().first?.status == .pending)
        let webhooks = try await WebhookQueries.find([bench.webhook.id], in: bench.scheduler)
        #expect(webhooks[bench.webhook.id]?.failures == 0)
      }
    }

    @Test func failuresArePlannedAndPaused() async throws {
      try await Bench.with { bench in
        try await bench.end()
        try await bench.plan()
        let hold = try #require(try await bench.begin())
        let task = try #require(try await bench.take(hold).first)
        try await WebhookSessions.record(
          [report(task, 503, .retry(after: .seconds(30)))], pause: .init(failures: 1, wait: .seconds(20)),
          under: hold, in: bench.executor)
        try await WebhookSessions.release(hold, in: bench.executor)
        let delivery = try #require(try await bench.deliveries().first)
        #expect(delivery.status == .pending && delivery.error == "the receiver answered 503")
        let wait = try #require(delivery.nextAttemptAt).timeIntervalSinceNow
        #expect(wait > 20 && wait < 31)
        let found = try await WebhookQueries.find([bench.webhook.id], in: bench.scheduler)
        let webhook = try #require(found[bench.webhook.id])
        #expect(webhook.failures == 1 && webhook.resumeAt != nil)
        // Another outcome does not wake it up before its time.
        try await bench.end()
        try await bench.plan()
        #expect(try await bench.dispatch() == nil)
        let (count, oldest) = try await WebhookPlanning.backlog(in: bench.scheduler)
        #expect(count >= 2 && oldest >= 0)
      }
    }

    @Test func aChangeTakesTheWebhookOutOfOtherHands() async throws {
      try await Bench.with { bench in
        try await bench.end()
        try await bench.plan()
        let hold = try #require(try await bench.begin())
        let task = try #require(try await bench.take(hold).first)
        var disabled = bench.webhook
        disabled.isEnabled = false
        let stored = try await bench.scheduler.transaction { [disabled] in
          try await WebhookStore.update(disabled, sealed: nil, in: $0)
        }
        #expect(!stored.isEnabled)
        try await WebhookSessions.record(
          [report(task, 200, .delivered)], pause: goOn, under: hold, in: bench.executor)
        let delivery = try #require(try await bench.deliveries().first)
        #expect(delivery.status == .discarded && delivery.error == "the webhook was disabled")
        #expect(try await bench.take(hold).isEmpty)

        var enabled = stored
        enabled.isEnabled = true
        try await bench.scheduler.transaction { [enabled] transaction in
          _ = try await WebhookStore.update(enabled, sealed: "nsl1.new", in: transaction)
          let ordered = try await WebhookStore.redeliver(delivery.id, in: transaction)
          #expect(ordered.status == .pending && ordered.attempts == 1)
        }
        let next = try #require(try await bench.begin())
        #expect(next.target.sealedSecret == "nsl1.new")
        let again = try #require(try await bench.take(next).first)
        #expect(again.attempt == 1 && again.attempts == 2)
      }
    }

    @Test func theLogForgetsWhatIsOldAndGivesUpWhatWaitsTooLong() async throws {
      try await Bench.with { bench in
        let run = try await bench.end()
        try await bench.plan()
        let id = try #require(try await bench.deliveries().first).id
        #expect(try await WebhookPlanning.expire(after: .seconds(60), atMost: 10, in: bench.scheduler) == 0)
        try await bench.scheduler.execute(
          "update nucleus.webhook_delivery set created_at = now() - interval '1 day' where id = \(id)")
        #expect(
          try await WebhookPlanning.expire(after: .seconds(7_200), atMost: 10, in: bench.scheduler) == 1)
        let expired = try #require(try await bench.deliveries().first)
        #expect(expired.status == .failed && expired.error == "not delivered within 2 h")
        #expect(
          try await WebhookPlanning.prune(olderThan: .seconds(60), atMost: 10, in: bench.scheduler) == 0,
          "its id is new")
        #expect(
          try await WebhookPlanning.prune(olderThan: .seconds(-3_600), atMost: 1_000, in: bench.scheduler) >= 1)
        #expect(try await bench.deliveries().isEmpty)
        #expect(try await RunQueries.find([run], in: bench.scheduler)[run] != nil)
      }
    }

    @Test func listsAreNarrowedAndPaged() async throws {
      try await Bench.with { bench in
        for _ in 0..<5 { try await bench.end() }
        try await bench.plan()
        let all = try await bench.deliveries()
        #expect(all.count == 5 && all.map(\.id) == all.map(\.id).sorted { $0.uuidString > $1.uuidString })
        let rest = try await WebhookQueries.deliveries(
          of: bench.webhook.id, status: .pending, page: Page(first: 2, after: all[1].id), in: bench.scheduler)
        #expect(rest.map(\.id) == [all[2].id, all[3].id])
        let none = try await WebhookQueries.deliveries(
          of: bench.webhook.id, status: .failed, page: Page(first: 2), in: bench.scheduler)
        #expect(none.isEmpty)
        await #expect(throws: UnknownCursor.self) {
          try await WebhookQueries.deliveries(
            of: bench.webhook.id, status: nil, page: Page(first: 2, after: UUID()), in: bench.scheduler)
        }
        var filter = WebhookQueries.Filter()
        filter.endpointID = bench.sample.endpoint.id
        #expect(
          try await WebhookQueries.list(filter, page: Page(first: 9), in: bench.scheduler).map(\.id)
            == [bench.webhook.id])
        filter.isEnabled = false
        #expect(try await WebhookQueries.list(filter, page: Page(first: 9), in: bench.scheduler).isEmpty)
      }
    }
  }
}
