import Postgres

/// The columns of a run that can be large, and that a list leaves in the database where nobody asks for them.
public struct RunColumns: OptionSet, Sendable, Hashable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  public static let filters = RunColumns(rawValue: 1)
  public static let stats = RunColumns(rawValue: 2)
  public static let error = RunColumns(rawValue: 4)
  public static let all: RunColumns = [.filters, .stats, .error]

  /// All columns, of the table alias `r`, with nothing in place of those left out.
  var sql: SQL {
    let filters: SQL = contains(.filters) ? "r.filters" : "null::jsonb as filters"
    let stats: SQL = contains(.stats) ? "r.stats" : "null::jsonb as stats"
    let error: SQL = contains(.error) ? "r.error" : "null::text as error"
    return """
      r.id, r.kind, r.trigger, r.endpoint_id, r.collection_id, r.status, r.requested_by, r.requested_at,
      r.scheduled_for, r.started_at, r.completed_at, r.attempt, r.executor, \(error), r.error_code, \(filters),
      \(stats), r.batch_id, r.replay_of
      """
  }
}
