import Contracts
import Domain
import Foundation
import JSON
import Postgres

/// Makes runs of collections: row, first transition, event and trigger message in one statement.
public enum RunCreation {
  public struct NewRun: Sendable {
    public var id: UUID
    public var collectionID: UUID
    public var endpointID: UUID
    public var trigger: RunTrigger
    public var requestedBy: String
    public var filters: JSONValue?
    /// The planned time, of a fire.
    public var scheduledFor: Date?
    public var batchID: UUID?
    /// The run whose input it has.
    public var replayOf: UUID?
    /// Nil where time alone is the cause.
    public var cause: MessageCause?

    public init(
      id: UUID = .v7(), collectionID: UUID, endpointID: UUID, trigger: RunTrigger, requestedBy: String,
      filters: JSONValue? = nil, scheduledFor: Date? = nil, batchID: UUID? = nil,
      replayOf: UUID? = nil, cause: MessageCause? = nil
    ) {
      self.id = id
      self.collectionID = collectionID
      self.endpointID = endpointID
      self.trigger = trigger
      self.requestedBy = requestedBy
      self.filters = filters
      self.scheduledFor = scheduledFor
      self.batchID = batchID
      self.replayOf = replayOf
      self.cause = cause
    }
  }

  /// Inserts the runs whose collection has no active one (A5) and whose planned time has no run yet (R2): unique
  /// indexes decide.
  /// - Parameter runs: in the order of their collections' ids as text, which keeps two batches from waiting for each
  ///   other.
  /// - Returns: those that were made; the others have another run in their way.
  public static func insert(
    _ runs: [NewRun], in transaction: PostgresConnection
  ) async throws -> [Run] {
    guard !runs.isEmpty else { return [] }
    return try await transaction.query(
      """
      with asked as (
        select * from unnest(
          \(runs.map(\.id)), \(runs.map(\.collectionID)), \(runs.map(\.endpointID)),
          \(runs.map(\.trigger.rawValue)), \(runs.map(\.requestedBy)), \(runs.map(\.filters)),
          \(runs.map { RunSubject.collection($0.collectionID) }), \(runs.map { _ in UUID.v7() }),
          \(runs.map { _ in UUID.v7() }),
          \(runs.map(\.cause?.messageID)), \(runs.map(\.cause?.correlationID)),
          \(runs.map(\.cause?.traceparent)), \(runs.map(\.scheduledFor)), \(runs.map(\.batchID)),
          \(runs.map(\.replayOf))
        ) as t (id, collection_id, endpoint_id, trigger, requested_by, filters, subject, event_id,
                message_id, causation_id, correlation_id, traceparent, scheduled_for, batch_id, replay_of)
      ), made as (
        insert into nucleus.run as r (id, kind, trigger, endpoint_id, collection_id, subject, status, requested_by,
                                      filters, scheduled_for, batch_id, replay_of, traceparent)
        select id, 'COLLECTION', trigger, endpoint_id, collection_id, subject, 'QUEUED', requested_by, filters,
               scheduled_for, batch_id, replay_of, case when traceparent like '%-01' then traceparent end
        from asked
        on conflict do nothing
        returning r.*
      ), recorded as (
        insert into nucleus.run_transition (run_id, from_status, to_status, attempt, fence, actor)
        select id, null, 'QUEUED', 0, 0, requested_by from made
      ), sent as (
        insert into nucleus.outbox (id, exchange, routing_key, mandatory, type, correlation_id, causation_id,
                                    run_id, endpoint_id, traceparent, body)
        select message.id, message.exchange, message.routing_key, message.mandatory, message.type,
               asked.correlation_id, asked.causation_id, made.id, made.endpoint_id, asked.traceparent, message.body
        from made join asked using (id) cross join lateral (values
          (asked.event_id, \(Exchange.events.rawValue), 'run.queued.' || made.endpoint_id,
           false, \(MessageType.runQueued.rawValue),
           nucleus.run_event_body(made::nucleus.run, made.requested_at)),
          (asked.message_id, \(Exchange.triggers.rawValue), made.endpoint_id::text, true,
           \(MessageType.runTriggered.rawValue), nucleus.run_trigger_body(made::nucleus.run))
        ) as message (id, exchange, routing_key, mandatory, type, body)
      )
      select \(Run.columns) from made r
      """
    ).map(Run.init(row:))
  }

  /// The active run of each collection that has one.
  public static func active(
    collections: [UUID], in database: some PostgresExecutor
  ) async throws -> [UUID: Run] {
    let runs = try await database.query(
      """
      select \(Run.columns) from nucleus.run r
      where r.subject = any(\(collections.map(RunSubject.collection))) and r.status in ('QUEUED', 'RUNNING')
      """
    ).map(Run.init(row:))
    return Dictionary(
      runs.compactMap { run in run.collectionID.map { ($0, run) } }, uniquingKeysWith: { first, _ in first })
  }
}
