import Domain
import Postgres

extension CatalogChangeSet {
  /// The columns of the table alias `s`.
  static let columns: SQL = """
    s.id, s.endpoint_id, s.run_id, s.state, s.created_at, s.found, s.live, s.missing, s.threshold, s.decided_at,
    s.decided_by, s.note, s.marked
    """

  init(row: Row) throws {
    self.init(
      id: try row.decode("id"), endpointID: try row.decode("endpoint_id"), runID: try row.decode("run_id"),
      state: try row.decodeCase("state"), createdAt: try row.decode("created_at"),
      found: try row.decode("found"), live: try row.decode("live"), missing: try row.decode("missing"),
      threshold: try row.decode("threshold"), decidedAt: try row.decode("decided_at"),
      decidedBy: try row.decode("decided_by"), note: try row.decode("note"), marked: try row.decode("marked"))
  }
}
