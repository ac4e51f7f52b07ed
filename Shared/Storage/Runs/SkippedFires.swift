import Contracts
import Domain
import Foundation
import Postgres

/// Records fires that become no run: rows that are SKIPPED from the start.
public enum SkippedFires {
  public struct SkippedFire: Sendable, Equatable {
    public var collectionID: UUID
    public var endpointID: UUID
    /// Of a fire, its planned time; of several missed ones, that of the first.
    public var scheduledFor: Date
    public var reason: SkipReason
    public var text: String

    public init(collectionID: UUID, endpointID: UUID, scheduledFor: Date, reason: SkipReason, text: String) {
      self.collectionID = collectionID
      self.endpointID = endpointID
      self.scheduledFor = scheduledFor
      self.reason = reason
      self.text = text
    }
  }

  /// As `requestedBy` of scheduled runs shows it.
  public static let requester = "schedule"

  /// A planned time that has a row already keeps it.
  public static func insert(_ fires: [SkippedFire], in transaction: PostgresConnection) async throws {
    guard !fires.isEmpty else { return }
    try await transaction.execute(
      """
      with clock as materialized (
        select clock_timestamp() as now
      ), asked as (
        select * from unnest(
          \(fires.map { _ in UUID.v7() }), \(fires.map { _ in UUID.v7() }), \(fires.map(\.collectionID)),
          \(fires.map(\.endpointID)), \(fires.map { RunSubject.collection($0.collectionID) }),
          \(fires.map(\.scheduledFor)), \(fires.map(\.text)), \(fires.map { $0.reason.reason($0.text) })
        ) as t (id, event_id, collection_id, endpoint_id, subject, scheduled_for, error, reason)
      ), made as (
        insert into nucleus.run as r (id, kind, trigger, endpoint_id, collection_id, subject, status, requested_by,
                                      requested_at, completed_at, scheduled_for, error)
        select asked.id, 'COLLECTION', \(RunTrigger.schedule.rawValue), endpoint_id, collection_id, subject, 'SKIPPED',
               \(requester), clock.now, clock.now, scheduled_for, error
        from asked, clock
        on conflict do nothing
        returning r.*
      ), recorded as (
        insert into nucleus.run_transition (run_id, from_status, to_status, attempt, fence, reason, actor)
        select made.id, null, 'SKIPPED', 0, 0, asked.reason, \(requester) from made join asked using (id)
      )
      insert into nucleus.outbox (id, exchange, routing_key, mandatory, type, run_id, endpoint_id, body)
      select asked.event_id, \(Exchange.events.rawValue), 'run.skipped.' || made.endpoint_id, false,
             \(MessageType.runSkipped.rawValue), made.id, made.endpoint_id,
             nucleus.run_event_body(made::nucleus.run, made.completed_at)
      from made join asked using (id)
      """)
  }
}
