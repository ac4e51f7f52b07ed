import Contracts
import Domain
import Foundation
import JSON
import Postgres

/// Writes how endpoints are doing: state, history and event, in the transaction of what changed it.
public enum EndpointHealthStore {
  /// An end that tells something about an endpoint.
  public struct Observation: Sendable, Equatable {
    public var endpointID: UUID
    public var event: EndpointBreaker.Event

    public init(endpointID: UUID, event: EndpointBreaker.Event) {
      self.endpointID = endpointID
      self.event = event
    }

    var runID: UUID {
      switch event {
      case .succeeded(let id), .failed(let id, _): id
      }
    }
  }

  /// Takes in the ends of runs, in this order.
  /// - Returns: the changes that follow.
  @discardableResult
  public static func record(
    _ observations: [Observation], in transaction: PostgresConnection
  ) async throws -> [EndpointHealthChange] {
    guard !observations.isEmpty else { return [] }
    var locked = try await lock(Set(observations.map(\.endpointID)), in: transaction)
    var changes: [EndpointHealthChange] = []
    for observation in observations {
      let id = observation.endpointID
      guard var state = locked[id] else { continue }
      if let change = state.breaker.handle(observation.event, limits: state.limits, at: state.now) {
        changes.append(
          EndpointHealthChange(
            endpointID: id, at: state.now, from: change.from, to: change.to, reason: change.reason,
            runID: observation.runID))
      }
      locked[id] = state
    }
    try await write(locked.mapValues(\.breaker), changes, in: transaction)
    return changes
  }

  /// The config was changed: an open breaker lets the next run try (A17).
  public static func reconfigured(_ endpoint: UUID, in transaction: PostgresConnection) async throws {
    try await transaction.execute(
      """
      update nucleus.endpoint_health set open_until = clock_timestamp(), probe_run_id = null, probe_until = null
      where endpoint_id = \(endpoint) and open_until is not null
      """)
  }

  private struct Locked {
    var breaker: EndpointBreaker
    var limits: BreakerLimits
    /// By the database's clock.
    var now: Date
  }

  /// Holds the rows, made where there are none, until the transaction ends.
  private static func lock(
    _ endpoints: Set<UUID>, in transaction: PostgresConnection
  ) async throws -> [UUID: Locked] {
    let ordered = endpoints.sorted { $0.uuidString < $1.uuidString }
    let rows = try await transaction.query(
      """
      insert into nucleus.endpoint_health as h (endpoint_id) select * from unnest(\(ordered))
      on conflict (endpoint_id) do update set failures = h.failures
      returning h.endpoint_id, h.health, h.failures, h.open_until, h.probe_run_id, h.probe_until,
        clock_timestamp() as now,
        (select e.parameters -> 'limits' from nucleus.endpoint e where e.id = h.endpoint_id) as limits
      """)
    return Dictionary(
      try rows.map { row in
        let limits = try row.decode("limits", as: JSONValue?.self) ?? .null
        return (
          try row.decode("endpoint_id", as: UUID.self),
          Locked(
            breaker: try EndpointBreaker(row: row),
            limits: EndpointLimits(parameters: ["limits": limits]).breaker, now: try row.decode("now"))
        )
      }
    ) { first, _ in first }
  }

  private static func write(
    _ breakers: [UUID: EndpointBreaker], _ changes: [EndpointHealthChange],
    in transaction: PostgresConnection
  ) async throws {
    let states = breakers.map { (id: $0.key, breaker: $0.value) }
    try await transaction.execute(
      """
      with stored as (
        update nucleus.endpoint_health h set health = t.health, failures = t.failures, open_until = t.open_until,
          probe_run_id = t.probe_run_id, probe_until = t.probe_until,
          changed_at = case when h.health = t.health then h.changed_at else clock_timestamp() end
        from unnest(
          \(states.map(\.id)), \(states.map(\.breaker.health.rawValue)),
          \(states.map { Int64($0.breaker.failures) }), \(states.map(\.breaker.openUntil)),
          \(states.map(\.breaker.probe?.runID)), \(states.map(\.breaker.probe?.until))
        ) as t (id, health, failures, open_until, probe_run_id, probe_until)
        where h.endpoint_id = t.id
      ), changed as (
        select * from unnest(
          \(changes.map(\.endpointID)), \(changes.map(\.from.rawValue)), \(changes.map(\.to.rawValue)),
          \(changes.map(\.reason)), \(changes.map(\.runID)), \(changes.map { _ in UUID.v7() })
        ) with ordinality as t (endpoint_id, from_health, to_health, reason, run_id, message_id, position)
      ), recorded as (
        insert into nucleus.endpoint_health_change (endpoint_id, from_health, to_health, reason, run_id)
        select endpoint_id, from_health, to_health, reason, run_id from changed order by position
      )
      insert into nucleus.outbox (id, exchange, routing_key, mandatory, type, run_id, endpoint_id, body)
      select message_id, \(Exchange.events.rawValue), 'endpoint.health-changed.' || endpoint_id, false,
             \(MessageType.endpointHealthChanged.rawValue), run_id, endpoint_id,
             jsonb_strip_nulls(jsonb_build_object(
               'endpointID', endpoint_id, 'from', from_health, 'to', to_health, 'reason', reason,
               'runID', run_id, 'at', nucleus.rfc3339(clock_timestamp())))::text
      from changed
      """)
  }
}
