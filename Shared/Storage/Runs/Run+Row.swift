import Domain
import Postgres

extension Run {
  /// The columns that ``init(row:)`` reads, of the table alias `r`.
  static let columns: SQL = RunColumns.all.sql

  init(row: Row) throws {
    self.init(
      id: try row.decode("id"), kind: try row.decodeCase("kind"), trigger: try row.decodeCase("trigger"),
      endpointID: try row.decode("endpoint_id"), collectionID: try row.decode("collection_id"),
      status: try row.decodeCase("status"), requestedBy: try row.decode("requested_by"),
      requestedAt: try row.decode("requested_at"), scheduledFor: try row.decode("scheduled_for"),
      startedAt: try row.decode("started_at"), completedAt: try row.decode("completed_at"),
      attempt: try row.decode("attempt"), executor: try row.decode("executor"),
      error: try row.decode("error"),
      errorCode: try row.decode("error_code"), filters: try row.decode("filters"),
      stats: try row.decode("stats"), batchID: try row.decode("batch_id"),
      replayOf: try row.decode("replay_of"))
  }
}
