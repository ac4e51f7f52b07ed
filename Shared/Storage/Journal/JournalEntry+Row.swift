import Foundation
import Postgres

extension JournalEntry {
  init(row: Row) throws {
    self.init(
      place: JournalPlace(generation: try row.decode("generation"), offset: try row.decode("stream_offset")),
      isGone: try row.decode("is_gone"), messageID: try row.decode("message_id"),
      type: try row.decode("type"),
      exchange: try row.decode("exchange"), routingKey: try row.decode("routing_key"),
      publishedAt: try row.decode("published_at"), sender: try row.decode("sender"),
      runID: try row.decode("run_id"),
      endpointID: try row.decode("endpoint_id"), correlationID: try row.decode("correlation_id"),
      causationID: try row.decode("causation_id"), replayOf: try row.decode("replay_of"))
  }
}
