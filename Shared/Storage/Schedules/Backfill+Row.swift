import Domain
import Postgres

extension Backfill {
  /// The columns that ``init(row:)`` reads, of the table alias `b`.
  static let columns: SQL = """
    b.id, b.collection_id, b.range_from, b.range_to, cardinality(b.times) as total, b.made, b.state, b.requested_by,
    b.created_at, b.ended_at, b.end_reason
    """

  init(row: Row) throws {
    self.init(
      id: try row.decode("id"), collectionID: try row.decode("collection_id"),
      from: try row.decode("range_from"),
      to: try row.decode("range_to"), total: try row.decode("total"), made: try row.decode("made"),
      state: try row.decodeCase("state"), requestedBy: try row.decode("requested_by"),
      createdAt: try row.decode("created_at"), endedAt: try row.decode("ended_at"),
      endReason: try row.decode("end_reason"))
  }
}
