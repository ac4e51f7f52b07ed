import Contracts
import Domain
import Foundation
import Postgres

/// Takes, keeps and gives up runs under a lease with a fencing token (R3). Time is the database's alone.
public enum RunClaims {
  /// Claims the runs that are queued or whose lease has lapsed, each with its event, in one statement.
  ///
  /// The statement asks the endpoints' breakers too, as ``EndpointBreaker/admit(_:probeState:patience:at:)`` does,
  /// and one that is half-open lets the first of its runs through as the probe.
  ///
  /// - Parameters:
  ///   - endpoints: the endpoint of each run, as far as the caller was told one; a run of another is not claimed.
  ///   - causes: the messages that led to the claims, by run: the events name them.
  /// - Returns: those that are now the caller's; the others are finished or held by someone else.
  public static func claim(
    _ ids: [UUID], of endpoints: [UUID: UUID] = [:], causes: [UUID: MessageCause] = [:], executor: String,
    ttl: Duration,
    in database: some PostgresExecutor
  ) async throws -> [ClaimedRun] {
    let ordered = Set(ids).sorted { $0.uuidString < $1.uuidString }
    return try await database.query(
      """
      with asked as (
        select * from unnest(
          \(ordered), \(ordered.map { _ in UUID.v7() }), \(ordered.map { endpoints[$0] }),
          \(ordered.map { causes[$0]?.messageID }), \(ordered.map { causes[$0]?.correlationID }),
          \(ordered.map { causes[$0]?.traceparent })
        ) as t (id, message_id, asked_endpoint_id, causation_id, correlation_id, traceparent)
      ), claimable as (
        -- Locked in one order, so that executors with overlapping batches cannot deadlock.
        select r.id from nucleus.run r join asked using (id)
        where (r.status = 'QUEUED' or (r.status = 'RUNNING' and \(lapsed)))
          and r.endpoint_id = coalesce(asked.asked_endpoint_id, r.endpoint_id)
        order by r.id for no key update of r
      ), claimed as (
        update nucleus.run r set status = 'RUNNING', fence = r.fence + 1, executor = \(executor),
          attempt = r.attempt + case when r.handed_back then 0 else 1 end, handed_back = false,
          started_at = coalesce(r.started_at, clock_timestamp()),
          lease_expires_at = clock_timestamp() + \(ttl.seconds) * interval '1 second'
        from claimable where r.id = claimable.id
          and (r.status = 'QUEUED' or (r.status = 'RUNNING' and \(lapsed)))
          and (r.handed_back or r.attempt < \(RunStateMachine.maxClaims))
        returning r.*
      ), recorded as (
        -- Fences grow with claims alone while a run is active: the first one is the step out of the queue.
        insert into nucleus.run_transition (run_id, from_status, to_status, attempt, fence, executor, reason)
        select id, case when fence = 1 then 'QUEUED' else 'RUNNING' end, 'RUNNING', attempt, fence, executor,
               case when fence > 1 then 'taken over' end
        from claimed
      ), sent as (
        insert into nucleus.outbox (id, exchange, routing_key, mandatory, type, causation_id, correlation_id,
                                    traceparent, run_id, endpoint_id, body)
        select asked.message_id, \(Exchange.events.rawValue), 'run.started.' || claimed.endpoint_id, false,
               \(MessageType.runStarted.rawValue), asked.causation_id, asked.correlation_id, asked.traceparent,
               claimed.id, claimed.endpoint_id,
               nucleus.run_event_body(claimed::nucleus.run, clock_timestamp())
        from claimed join asked using (id)
      ), barred as (
        select h.endpoint_id, h.failures, h.open_until, h.probe_run_id from nucleus.endpoint_health h
        where h.health = 'UNAVAILABLE' and h.endpoint_id in (select endpoint_id from claimed)
        order by h.endpoint_id for no key update of h
      ), probing as (
        update nucleus.endpoint_health h set probe_run_id = first.id,
          probe_until = clock_timestamp() + \(ttl.seconds) * interval '1 second'
        from (
          select distinct on (c.endpoint_id) c.endpoint_id, c.id from claimed c join barred b using (endpoint_id)
          order by c.endpoint_id, c.id is distinct from b.probe_run_id, c.id
        ) first
        where h.endpoint_id = first.endpoint_id and h.open_until <= clock_timestamp() and \(mayBeProbed)
        returning h.probe_run_id
      )
      select \(Run.columns), r.fence, e.source_id as e_source_id, e.name as e_name, e.url as e_url,
        e.kind as e_kind, e.parameters as e_parameters, e.capabilities as e_capabilities,
        e.is_enabled as e_is_enabled, e.created_at as e_created_at, e.updated_at as e_updated_at,
        e.deleted_at as e_deleted_at, barred.failures as b_failures, probing.probe_run_id is not null as b_probes,
        case when barred.open_until > clock_timestamp() then barred.open_until end as b_until, c.name as c_name, c.is_enabled as c_is_enabled, c.filters as c_filters,
        c.created_at as c_created_at, c.deleted_at as c_deleted_at,
        (select jsonb_object_agg(s.field, s.sealed) from nucleus.endpoint_secret s
         where s.endpoint_id = e.id) as secrets
      from claimed r join nucleus.endpoint e on e.id = r.endpoint_id
        left join nucleus.collection c on c.id = r.collection_id
        left join barred on barred.endpoint_id = r.endpoint_id left join probing on probing.probe_run_id = r.id
      """
    ).map(ClaimedRun.init(row:))
  }

  /// A run held under a fence.
  public struct Hold: Sendable, Hashable {
    public var runID: UUID
    public var fence: Int64

    public init(runID: UUID, fence: Int64) {
      self.runID = runID
      self.fence = fence
    }
  }

  /// Renews the leases of all runs of a process in one statement.
  /// - Returns: the runs that are still the caller's; it must stop the others and write nothing for them.
  public static func renew(
    _ holds: [Hold], ttl: Duration, in database: some PostgresExecutor
  ) async throws -> Set<UUID> {
    guard !holds.isEmpty else { return [] }
    let rows = try await database.query(
      """
      with held as (
        select r.id from nucleus.run r
          join unnest(\(holds.map(\.runID)), \(holds.map(\.fence))) as t (id, fence)
            on r.id = t.id and r.fence = t.fence
        -- A run that was handed back has no lease to renew.
        where r.status = 'RUNNING' and r.lease_expires_at is not null order by r.id for no key update of r
      )
      update nucleus.run r set lease_expires_at = clock_timestamp() + \(ttl.seconds) * interval '1 second'
      from held where r.id = held.id returning r.id
      """)
    return try Set(rows.map { try $0.decode("id", as: UUID.self) })
  }

  /// A run that is given back, with the message that led to its claim.
  public struct HandBack: Sendable {
    public var hold: Hold
    public var cause: MessageCause?

    public init(_ hold: Hold, causedBy cause: MessageCause?) {
      self.hold = hold
      self.cause = cause
    }
  }

  /// Gives runs back at shutdown: each stays RUNNING without a lease, costs no attempt, and a new trigger sends
  /// it to another executor. The trigger goes on with the trace and the chain of causes of the one before.
  public static func handBack(
    _ runs: [HandBack], reason: String, in database: some PostgresExecutor
  ) async throws {
    guard !runs.isEmpty else { return }
    try await database.execute(
      """
      with released as (
        update nucleus.run r set lease_expires_at = null, handed_back = true, dispatched_at = clock_timestamp(),
          dispatches = dispatches + 1
        from unnest(
          \(runs.map(\.hold.runID)), \(runs.map(\.hold.fence)), \(runs.map { _ in UUID.v7() }),
          \(runs.map(\.cause?.messageID)), \(runs.map(\.cause?.correlationID)), \(runs.map(\.cause?.traceparent))
        ) as t (id, fence, message_id, causation_id, correlation_id, trace)
        where r.id = t.id and r.fence = t.fence and r.status = 'RUNNING' and r.lease_expires_at is not null
        returning r.id, r.endpoint_id, r.attempt, r.fence, r.executor, t.message_id, t.causation_id, t.correlation_id,
          t.trace
      ), recorded as (
        insert into nucleus.run_transition (run_id, from_status, to_status, attempt, fence, executor, reason)
        select id, 'RUNNING', 'RUNNING', attempt, fence, executor, \(reason) from released
      )
      insert into nucleus.outbox (id, exchange, routing_key, mandatory, type, causation_id, correlation_id,
                                  traceparent, run_id, endpoint_id, body)
      select message_id, \(Exchange.triggers.rawValue), endpoint_id::text, true,
             \(MessageType.runTriggered.rawValue), causation_id, correlation_id, trace, id, endpoint_id,
             jsonb_build_object('runID', id, 'endpointID', endpoint_id)::text
      from released
      """)
  }

  /// Whether nobody is trying the endpoint: the probe has ended, or neither its lease nor its claim speaks for it.
  private static let mayBeProbed: SQL = """
    (h.probe_run_id is null or h.probe_run_id = first.id or not exists (
      select 1 from nucleus.run p where p.id = h.probe_run_id and p.status in ('QUEUED', 'RUNNING')
    ) or (h.probe_until <= clock_timestamp() and not exists (
      select 1 from nucleus.run p where p.id = h.probe_run_id and p.status = 'RUNNING'
        and p.lease_expires_at > clock_timestamp())))
    """

  /// A lease that is missing counts as lapsed.
  static let lapsed: SQL = "(r.lease_expires_at is null or r.lease_expires_at < clock_timestamp())"
}
