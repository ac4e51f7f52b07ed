import Domain
import Foundation
import Postgres

/// Writes collections: the scheduler's alone.
public enum CollectionStore {
  /// Makes the collection, or replaces the live one of the same endpoint and name, whose id and creation
  /// time stay (A1).
  public static func put(
    _ collection: MetadataCollection, in transaction: PostgresConnection
  ) async throws -> (collection: MetadataCollection, isNew: Bool) {
    let schedule = collection.schedule ?? Schedule()
    let rows = try await transaction.query(
      """
      insert into nucleus.collection as c (id, endpoint_id, name, is_enabled, filters, schedule_cron,
        schedule_interval_seconds, schedule_timezone, schedule_overlap, schedule_catchup_window_seconds,
        schedule_jitter_seconds, schedule_start_at, schedule_end_at, schedule_pauses_on_failure)
      values (\(collection.id), \(collection.endpointID), \(collection.name), \(collection.isEnabled),
        \(collection.filters), \(schedule.cron), \(schedule.intervalSeconds.map(Int32.init(clamping:))),
        \(schedule.timezone), \(schedule.overlap.rawValue), \(Int32(clamping: schedule.catchupWindowSeconds)),
        \(Int32(clamping: schedule.jitterSeconds)), \(schedule.startAt), \(schedule.endAt),
        \(schedule.pausesOnFailure))
      on conflict (endpoint_id, name) where deleted_at is null do update set
        is_enabled = excluded.is_enabled, filters = excluded.filters, schedule_cron = excluded.schedule_cron,
        schedule_interval_seconds = excluded.schedule_interval_seconds,
        schedule_timezone = excluded.schedule_timezone, schedule_overlap = excluded.schedule_overlap,
        schedule_catchup_window_seconds = excluded.schedule_catchup_window_seconds,
        schedule_jitter_seconds = excluded.schedule_jitter_seconds,
        schedule_start_at = excluded.schedule_start_at, schedule_end_at = excluded.schedule_end_at,
        schedule_pauses_on_failure = excluded.schedule_pauses_on_failure, updated_at = clock_timestamp()
      returning \(MetadataCollection.columns)
      """)
    let stored = try MetadataCollection(row: try rows.only())
    return (stored, stored.id == collection.id)
  }

  /// Makes the `default` collection of an endpoint unless a live one of that name is there.
  public static func makeDefault(
    id: UUID, endpoint: UUID, in transaction: PostgresConnection
  ) async throws -> MetadataCollection {
    try await transaction.execute(
      """
      insert into nucleus.collection (id, endpoint_id, name)
      values (\(id), \(endpoint), \(MetadataCollection.defaultName))
      on conflict (endpoint_id, name) where deleted_at is null do nothing
      """)
    let rows = try await transaction.query(
      """
      select \(MetadataCollection.columns) from nucleus.collection c
      where c.endpoint_id = \(endpoint) and c.name = \(MetadataCollection.defaultName) and c.deleted_at is null
      """)
    return try MetadataCollection(row: try rows.only())
  }

  /// Reads a live collection and holds it against other writers until the transaction ends.
  public static func lock(_ id: UUID, in transaction: PostgresConnection) async throws -> MetadataCollection?
  {
    try await transaction.query(
      """
      select \(MetadataCollection.columns) from nucleus.collection c
      where c.id = \(id) and c.deleted_at is null for no key update
      """
    ).first.map(MetadataCollection.init(row:))
  }

  /// The same for the live collection of a name.
  public static func lock(
    name: String, endpoint: UUID, in transaction: PostgresConnection
  ) async throws -> MetadataCollection? {
    try await transaction.query(
      """
      select \(MetadataCollection.columns) from nucleus.collection c
      where c.endpoint_id = \(endpoint) and c.name = \(name) and c.deleted_at is null for no key update
      """
    ).first.map(MetadataCollection.init(row:))
  }

  /// The same for the live collections with a schedule whose endpoint carries all of the labels.
  /// - Parameter limit: the most to lock.
  public static func lock(
    labels: [String], endpoint: UUID?, isPaused: Bool, limit: Int, in transaction: PostgresConnection
  ) async throws -> [MetadataCollection] {
    let place: SQL = endpoint.map { "and c.endpoint_id = \($0)" } ?? ""
    return try await transaction.query(
      """
      select \(MetadataCollection.columns)
      from nucleus.collection c join nucleus.endpoint e on e.id = c.endpoint_id
      where e.labels @> \(labels) and e.deleted_at is null and c.deleted_at is null \(place)
        and (c.schedule_cron is not null or c.schedule_interval_seconds is not null)
        and c.schedule_is_paused = \(isPaused)
      order by c.id limit \(limit) for no key update of c
      """
    ).map(MetadataCollection.init(row:))
  }

  /// Writes all changeable columns of a locked collection.
  public static func update(
    _ collection: MetadataCollection, in transaction: PostgresConnection
  ) async throws -> MetadataCollection {
    let schedule = collection.schedule ?? Schedule()
    let rows = try await transaction.query(
      """
      update nucleus.collection c set is_enabled = \(collection.isEnabled), filters = \(collection.filters),
        schedule_cron = \(schedule.cron),
        schedule_interval_seconds = \(schedule.intervalSeconds.map(Int32.init(clamping:))),
        schedule_timezone = \(schedule.timezone), schedule_overlap = \(schedule.overlap.rawValue),
        schedule_catchup_window_seconds = \(Int32(clamping: schedule.catchupWindowSeconds)),
        schedule_jitter_seconds = \(Int32(clamping: schedule.jitterSeconds)),
        schedule_start_at = \(schedule.startAt), schedule_end_at = \(schedule.endAt),
        schedule_is_paused = \(schedule.isPaused), schedule_pause_note = \(schedule.pauseNote),
        schedule_pauses_on_failure = \(schedule.pausesOnFailure), updated_at = clock_timestamp()
      where c.id = \(collection.id) returning \(MetadataCollection.columns)
      """)
    return try MetadataCollection(row: try rows.only())
  }

  /// Writes whether locked collections are paused, and why; all else stays.
  /// - Returns: the collections as they are now.
  @discardableResult
  public static func setPauses(
    _ collections: [MetadataCollection], in transaction: PostgresConnection
  ) async throws -> [MetadataCollection] {
    guard !collections.isEmpty else { return [] }
    return try await transaction.query(
      """
      update nucleus.collection c set schedule_is_paused = t.is_paused, schedule_pause_note = t.note,
        updated_at = clock_timestamp()
      from unnest(
        \(collections.map(\.id)), \(collections.map { $0.schedule?.isPaused ?? false }),
        \(collections.map { $0.schedule?.pauseNote })) as t (id, is_paused, note)
      where c.id = t.id returning \(MetadataCollection.columns)
      """
    ).map(MetadataCollection.init(row:))
  }

  /// Marks a locked collection deleted; its row stays for its runs.
  public static func delete(_ id: UUID, in transaction: PostgresConnection) async throws {
    try await transaction.execute(
      """
      update nucleus.collection set deleted_at = clock_timestamp(), updated_at = clock_timestamp()
      where id = \(id)
      """)
  }
}
