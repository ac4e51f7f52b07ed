import Contracts
import Foundation
import JSON
import Postgres

/// Files dead letters and keeps what was decided about them: the scheduler's part.
public enum DeadLetterStore {
  /// Names these locks among the advisory locks of a database.
  private static let lockSpace: Int32 = 1_684_366_955

  /// Files a dead letter, unless this failure has been filed.
  /// - Returns: whether it is new.
  public static func file(_ letter: NewDeadLetter, in database: PostgresPool) async throws -> Bool {
    try await database.transaction { transaction in
      if case .alike = letter.copies {
        // Copies come to several schedulers at once.
        try await transaction.execute(
          "select pg_advisory_xact_lock(\(lockSpace), hashtext(encode(\(letter.digest), 'hex')))")
      }
      return try await insert(letter, in: transaction)
    }
  }

  private static func insert(_ letter: NewDeadLetter, in transaction: PostgresConnection) async throws -> Bool
  {
    var isNew: SQL = "true"
    if case .alike(let time) = letter.copies {
      isNew = """
        not exists (
          select from nucleus.dead_letter d where d.digest = \(letter.digest)
            and d.at > clock_timestamp() - \(time.seconds) * interval '1 second')
        """
    }
    let body = letter.body
    let inserted = try await transaction.execute(
      """
      insert into nucleus.dead_letter (identity, digest, queue, reason, words, message_id, type, run_id, endpoint_id,
        correlation_id, causation_id, traceparent, app_id, content_type, exchange, routing_key, headers, body,
        body_size, is_text)
      select \(letter.identity), \(letter.digest), \(letter.queue), \(letter.reason.rawValue), \(letter.words),
        \(letter.messageID), \(letter.type), \(letter.runID), \(letter.endpointID), \(letter.correlationID),
        \(letter.causationID), \(letter.traceparent), \(letter.appID), \(letter.contentType),
        \(letter.exchange?.rawValue), \(letter.routingKey), \(JSONValue.object(letter.headers)), \(body.bytes),
        \(Int64(body.size)), \(body.isText)
      where \(isNew)
      on conflict (identity) do nothing
      """)
    return inserted > 0
  }

  /// Reads a dead letter and holds it until the transaction ends.
  public static func lock(_ id: UUID, in transaction: PostgresConnection) async throws -> DeadLetter? {
    try await transaction.query(
      """
      select \(DeadLetter.columns(.first(0))) from nucleus.dead_letter d where d.id = \(id) for no key update
      """
    ).first.map(DeadLetter.init(row:))
  }

  /// Reads those that wait and match, the oldest first, and holds them; those that somebody else holds are left out.
  /// - Parameter after: the id of the last one of the page before.
  public static func lock(
    _ filter: DeadLetterFilter, after: UUID?, atMost limit: Int, in transaction: PostgresConnection
  ) async throws -> [DeadLetter] {
    var conditions = DeadLetterQueries.waiting(filter)
    if let after { conditions.append("d.id > \(after)") }
    return try await transaction.query(
      """
      select \(DeadLetter.columns(.first(0))) from nucleus.dead_letter d where \(SQL.all(conditions))
      order by d.id limit \(limit) for no key update skip locked
      """
    ).map(DeadLetter.init(row:))
  }

  /// Gives locked ones up.
  public static func discard(
    _ ids: [UUID], by decider: String, note: String?, in transaction: PostgresConnection
  ) async throws {
    try await transaction.execute(
      """
      update nucleus.dead_letter set status = 'DISCARDED', decided_at = clock_timestamp(),
        decided_by = \(decider), note = \(note)
      where id = any(\(ids)) and status = 'WAITING'
      """)
  }

  /// How many wait and match, up to the bound of counts.
  public static func count(
    _ filter: DeadLetterFilter, in transaction: PostgresConnection
  ) async throws -> Int {
    try await transaction.query(
      """
      select count(*)::int8 as total from (
        select from nucleus.dead_letter d where \(SQL.all(DeadLetterQueries.waiting(filter)))
        limit \(DeadLetterQueries.countBound)) as d
      """
    ).only().decode("total")
  }

  /// Forgets what was decided longer ago.
  /// - Returns: how many went.
  public static func prune(
    olderThan age: Duration, atMost limit: Int, in database: some PostgresExecutor
  ) async throws -> Int {
    try await database.execute(
      """
      delete from nucleus.dead_letter where id in (
        select d.id from nucleus.dead_letter d
        where d.status <> 'WAITING' and d.decided_at < now() - \(age.seconds) * interval '1 second'
          and not exists (select from nucleus.redrive r where r.dead_letter_id = d.id)
        order by d.decided_at limit \(limit) for update of d skip locked)
      """)
  }
}
