import Postgres

/// The columns of a dataset that can be large, and that a list leaves in the database where nobody asks for them.
public struct DatasetColumns: OptionSet, Sendable, Hashable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  public static let fields = DatasetColumns(rawValue: 1)
  public static let statistics = DatasetColumns(rawValue: 2)
  public static let all: DatasetColumns = [.fields, .statistics]

  /// All columns, of the table alias `d`, with nothing in place of those left out.
  var sql: SQL {
    let fields: SQL = contains(.fields) ? "d.fields::text as fields" : "'[]'::text as fields"
    let statistics: SQL = contains(.statistics) ? "d.statistics" : "null::jsonb as statistics"
    return """
      d.id, d.endpoint_id, d.upstream_id, d.display_name, d.description, d.schema_name, d.entity, d.labels,
      \(fields), d.record_count, \(statistics), d.collected_at, d.last_run_id, d.is_stale,
      case when d.is_stale then d.stale_since end as stale_since,
      case when d.is_stale then d.stale_run_id end as stale_run_id
      """
  }
}
