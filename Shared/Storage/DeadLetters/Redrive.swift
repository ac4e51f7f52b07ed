import Contracts
import Foundation
import JSON
import Postgres

/// A dead letter on its way back, until the broker has confirmed it.
public struct Redrive: Sendable, Equatable {
  public var messageID: UUID
  public var deadLetterID: UUID
  public var exchange: Exchange
  public var routingKey: String
  public var type: String?
  public var correlationID: String?
  public var contentType: String?
  /// Texts, by name.
  public var headers: JSONObject
  public var body: [UInt8]
  public var failures: Int

  init(row: Row) throws {
    messageID = try row.decode("message_id")
    deadLetterID = try row.decode("dead_letter_id")
    exchange = try row.decodeCase("exchange")
    routingKey = try row.decode("routing_key")
    type = try row.decode("type")
    correlationID = try row.decode("correlation_id")
    contentType = try row.decode("content_type")
    headers = try row.decode("headers", as: JSONValue.self).objectValue ?? [:]
    body = try row.decode("body")
    failures = try row.decode("failures")
  }
}
