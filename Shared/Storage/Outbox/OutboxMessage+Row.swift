import Contracts
import Postgres

extension OutboxMessage {
  init(row: Row) throws {
    self.init(
      id: try row.decode("id"), exchange: try row.decodeCase("exchange"),
      routingKey: try row.decode("routing_key"), isMandatory: try row.decode("mandatory"),
      type: try row.decodeCase("type"), correlationID: try row.decode("correlation_id"),
      causationID: try row.decode("causation_id"), replayOf: try row.decode("replay_of"),
      runID: try row.decode("run_id"),
      endpointID: try row.decode("endpoint_id"), traceparent: try row.decode("traceparent"),
      body: try row.decode("body"),
      journalOf: try row.decode("journal_of", as: String?.self).flatMap { Exchange(rawValue: $0) },
      expirationMilliseconds: try row.decode("expires_after_ms", as: Int64?.self).map { Int($0) })
  }
}
