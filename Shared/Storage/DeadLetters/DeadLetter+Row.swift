import Contracts
import Postgres

extension DeadLetter {
  /// How much of a body is read.
  public enum BodyPart: Sendable {
    /// What is stored.
    case stored
    /// At most so many bytes.
    case first(Int)
  }

  /// The columns of the table alias `d`.
  static func columns(_ part: BodyPart) -> SQL {
    let body: SQL =
      switch part {
      case .stored: "d.body"
      case .first(let count): "substring(d.body from 1 for \(Int32(clamping: count))) as body"
      }
    return """
      d.id, d.at, d.queue, d.reason, d.words, d.message_id, d.type, d.run_id, d.endpoint_id, d.correlation_id,
      d.causation_id, d.app_id, d.exchange, d.routing_key, d.headers, \(body), d.body_size, d.is_text, d.was_answered, d.status,
      d.decided_at, d.decided_by, d.note, d.redriven_as
      """
  }

  init(row: Row) throws {
    self.init(
      id: try row.decode("id"), at: try row.decode("at"), queue: try row.decode("queue"),
      reason: DeadLetterReason(rawValue: try row.decode("reason")) ?? .unknown,
      words: try row.decode("words"),
      messageID: try row.decode("message_id"), type: try row.decode("type"), runID: try row.decode("run_id"),
      endpointID: try row.decode("endpoint_id"), correlationID: try row.decode("correlation_id"),
      causationID: try row.decode("causation_id"), appID: try row.decode("app_id"),
      exchange: try row.decode("exchange"), routingKey: try row.decode("routing_key"),
      headers: try row.decode("headers"),
      body: DeadLetterBody(
        bytes: try row.decode("body"), size: try row.decode("body_size"), isText: try row.decode("is_text")),
      wasAnswered: try row.decode("was_answered"), status: try row.decodeCase("status"),
      decidedAt: try row.decode("decided_at"),
      decidedBy: try row.decode("decided_by"), note: try row.decode("note"),
      redrivenAs: try row.decode("redriven_as"))
  }
}
