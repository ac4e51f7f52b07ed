import Domain
import Foundation
import Postgres

/// What an executor reads and writes while it is at work for a webhook. Every write carries the fence of its lease.
public enum WebhookSessions {
  /// A webhook that is being worked for.
  public struct Hold: Sendable, Equatable {
    public var webhookID: UUID
    public var fence: Int64
    public var target: Target
    /// Rounds in a row that failed before.
    public var failures: Int
  }

  /// Where a webhook's messages go.
  public struct Target: Sendable, Equatable {
    public var webhookID: UUID
    public var name: String
    public var url: String
    /// Nil where there is none.
    public var sealedSecret: String?

    public init(webhookID: UUID, name: String, url: String, sealedSecret: String?) {
      self.webhookID = webhookID
      self.name = name
      self.url = url
      self.sealedSecret = sealedSecret
    }
  }

  /// A delivery whose try has begun.
  public struct Task: Sendable, Equatable {
    public var deliveryID: UUID
    public var event: WebhookEvent
    /// All tries so far, this one included.
    public var attempts: Int
    /// Which try of its series it is, from 1.
    public var attempt: Int
    public var run: Run
    public var endpointName: String
    public var sourceID: String
    public var collectionName: String?

    public init(
      deliveryID: UUID, event: WebhookEvent, attempts: Int, attempt: Int, run: Run, endpointName: String,
      sourceID: String, collectionName: String?
    ) {
      self.deliveryID = deliveryID
      self.event = event
      self.attempts = attempts
      self.attempt = attempt
      self.run = run
      self.endpointName = endpointName
      self.sourceID = sourceID
      self.collectionName = collectionName
    }
  }

  /// What came of a try.
  public struct Report: Sendable, Equatable {
    public var deliveryID: UUID
    /// As ``WebhookDelivery/attempts`` counts it: a report of an older try changes nothing.
    public var attempts: Int
    public var attempt: WebhookAttempt
    public var next: WebhookRetryPolicy.Next

    public init(
      deliveryID: UUID, attempts: Int, attempt: WebhookAttempt, next: WebhookRetryPolicy.Next
    ) {
      self.deliveryID = deliveryID
      self.attempts = attempts
      self.attempt = attempt
      self.next = next
    }
  }

  public static func target(_ webhook: UUID, in database: some PostgresExecutor) async throws -> Target? {
    try await database.query(
      """
      select w.id, w.name, w.url, k.sealed from nucleus.webhook w
        left join nucleus.webhook_secret k on k.webhook_id = w.id
      where w.id = \(webhook) and w.deleted_at is null
      """
    ).first.map(target(row:))
  }

  /// Takes the lease that a message speaks of.
  /// - Returns: nil where somebody has it, or the webhook is no longer to be told anything.
  public static func begin(
    _ webhook: UUID, fence: Int64, lease: Duration, in database: some PostgresExecutor
  ) async throws -> Hold? {
    try await database.query(
      """
      update nucleus.webhook_state s set fence = s.fence + 1,
        leased_until = clock_timestamp() + \(lease.seconds) * interval '1 second'
      from nucleus.webhook w left join nucleus.webhook_secret k on k.webhook_id = w.id
      where s.webhook_id = \(webhook) and s.fence = \(fence) and w.id = s.webhook_id and w.is_enabled
        and w.deleted_at is null
      returning s.fence, s.failures, w.id, w.name, w.url, k.sealed
      """
    ).first.map { row in
      Hold(
        webhookID: webhook, fence: try row.decode("fence"), target: try target(row: row),
        failures: try row.decode("failures"))
    }
  }

  /// Begins the tries of what is due, the longest overdue first, and renews the lease.
  /// - Parameters:
  ///   - limit: the most to begin.
  ///   - patience: what was begun and never reported is due again after this.
  /// - Returns: empty where nothing is due, or the lease is no longer the caller's.
  public static func take(
    atMost limit: Int, under hold: Hold, lease: Duration, patience: Duration,
    in database: some PostgresExecutor
  ) async throws -> [Task] {
    try await database.query(
      """
      with held as (
        update nucleus.webhook_state s set leased_until = clock_timestamp() + \(lease.seconds) * interval '1 second'
        where s.webhook_id = \(hold.webhookID) and s.fence = \(hold.fence) returning s.webhook_id
      ), due as (
        select d.id from nucleus.webhook_delivery d join held on held.webhook_id = d.webhook_id
        where d.status = 'PENDING' and d.next_attempt_at <= clock_timestamp()
        order by d.next_attempt_at limit \(limit) for no key update of d skip locked
      ), begun as (
        update nucleus.webhook_delivery d set attempts = d.attempts + 1, attempted_at = clock_timestamp(),
          next_attempt_at = clock_timestamp() + \(patience.seconds) * interval '1 second'
        from due where d.id = due.id returning d.*
      )
      select d.id as delivery_id, d.event, d.attempts as begun_attempts, d.attempts - d.attempts_before as series_attempt,
        \(Run.columns), e.name as endpoint_name, e.source_id, c.name as collection_name
      from begun d join nucleus.run r on r.id = d.run_id join nucleus.endpoint e on e.id = r.endpoint_id
        left join nucleus.collection c on c.id = r.collection_id
      order by d.id
      """
    ).map { row in
      Task(
        deliveryID: try row.decode("delivery_id"), event: try row.decodeCase("event"),
        attempts: try row.decode("begun_attempts"), attempt: try row.decode("series_attempt"),
        run: try Run(row: row), endpointName: try row.decode("endpoint_name"),
        sourceID: try row.decode("source_id"), collectionName: try row.decode("collection_name"))
    }
  }

  /// Records what came of tries, and how the webhook goes on. What was discarded meanwhile stays so.
  public static func record(
    _ reports: [Report], pause: WebhookPause, under hold: Hold, in database: some PostgresExecutor
  ) async throws {
    try await database.execute(
      """
      with settled as (
        update nucleus.webhook_delivery d set status = t.status, response_status = t.response_status, error = t.error,
          latency_ms = t.latency_ms,
          next_attempt_at = case when t.status = 'PENDING'
            then clock_timestamp() + t.delay * interval '1 second' end,
          settled_at = case when t.status <> 'PENDING' then clock_timestamp() end
        from unnest(
          \(reports.map(\.deliveryID)), \(reports.map { Int64($0.attempts) }), \(reports.map(\.status.rawValue)),
          \(reports.map { $0.attempt.responseStatus.map(Int64.init) }), \(reports.map(\.attempt.error)),
          \(reports.map { Int64($0.attempt.latencyMilliseconds) }), \(reports.map(\.delay))
        ) as t (id, attempts, status, response_status, error, latency_ms, delay)
        where d.id = t.id and d.status = 'PENDING' and d.attempts = t.attempts
      )
      update nucleus.webhook_state s set failures = \(Int64(pause.failures)),
        resume_at = case when \(pause.wait.seconds) > 0
          then clock_timestamp() + \(pause.wait.seconds) * interval '1 second' end
      where s.webhook_id = \(hold.webhookID) and s.fence = \(hold.fence)
      """)
  }

  /// Gives the lease back.
  public static func release(_ hold: Hold, in database: some PostgresExecutor) async throws {
    try await database.execute(
      """
      update nucleus.webhook_state set leased_until = null
      where webhook_id = \(hold.webhookID) and fence = \(hold.fence)
      """)
  }

  /// Puts a test into the log.
  public static func log(_ test: WebhookDelivery, in database: some PostgresExecutor) async throws {
    try await database.execute(
      """
      insert into nucleus.webhook_delivery (id, webhook_id, event, status, attempts, attempted_at, response_status,
                                            error, latency_ms, created_at, settled_at)
      values (\(test.id), \(test.webhookID), \(test.event.rawValue), \(test.status.rawValue), \(Int64(test.attempts)),
        \(test.attemptedAt), \(test.responseStatus.map(Int64.init)), \(test.error),
        \(test.latencyMilliseconds.map(Int64.init)), \(test.createdAt), \(test.settledAt))
      """)
  }

  private static func target(row: Row) throws -> Target {
    Target(
      webhookID: try row.decode("id"), name: try row.decode("name"), url: try row.decode("url"),
      sealedSecret: try row.decode("sealed"))
  }
}

extension WebhookSessions.Report {
  fileprivate var status: WebhookDelivery.Status {
    switch next {
    case .delivered: .delivered
    case .retry: .pending
    case .givenUp: .failed
    }
  }

  /// In seconds.
  fileprivate var delay: Double? { if case .retry(let delay) = next { delay.seconds } else { nil } }
}
