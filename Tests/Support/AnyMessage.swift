import AMQP
import Foundation

/// Messages as nobody in their right mind would send them.
public enum AnyMessage {
  private static let headers = [
    "run-id", "endpoint-id", "causation-id", "traceparent", "request-digest", "actor-id", "actor-name",
    "actor-role",
    "dead-reason", "dead-class", "dead-queue", "dead-exchange", "dead-routing-key", "dead-id", "x-death",
    "x-delivery-count", "reason", "queue", "exchange", "routing-keys", "time", "count",
  ]
  private static let texts = [
    "", "\0", "a\0b", "nucleus.events", "nucleus.control", "nucleus.dead", "nucleus.commands",
    "nucleus.endpoint.01900000-0000-7000-8000-000000000001", "nucleus.endpoint.", "rejected",
    "delivery_limit",
    "MALFORMED", "run.triggered.v1", "collection.trigger.v1", "run.triggered.v2", "application/json",
    "01900000-0000-7000-8000-000000000001", "-5", "99999999999999999999", "\u{FFFD}\u{202E}🏳️‍🌈", "{}",
  ]
  private static let bodies = [
    "", "{", "null", "[]", #"{"runID":1}"#, #"{"a":"\u0000"}"#, #"{"a":"\ud800"}"#, "1e999",
    #"{"runID":"01900000-0000-7000-8000-000000000001"}"#, String(repeating: "[", count: 10_000),
  ]

  public static func draw(using generator: inout some RandomNumberGenerator) -> AMQPMessage {
    var properties = AMQPProperties()
    properties.messageID = text(&generator)
    properties.type = text(&generator)
    properties.correlationID = text(&generator)
    properties.replyTo = text(&generator)
    properties.expiration = text(&generator)
    properties.appID = text(&generator)
    properties.contentType = text(&generator)
    properties.contentEncoding = text(&generator)
    properties.timestamp = Bool.random(using: &generator) ? Date(timeIntervalSince1970: 253_402_300_799) : nil
    properties.headers = table(&generator, depth: 5)
    return AMQPMessage(body: body(&generator), properties: properties)
  }

  private static func text(_ generator: inout some RandomNumberGenerator) -> String? {
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: nil
    case 1: String(repeating: "é", count: Int.random(in: 0..<1_000, using: &generator))
    // One character of thousands of bytes.
    case 2: "e" + String(repeating: "\u{301}", count: 2_000)
    default: texts.randomElement(using: &generator)
    }
  }

  private static func body(_ generator: inout some RandomNumberGenerator) -> [UInt8] {
    if Bool.random(using: &generator), let body = bodies.randomElement(using: &generator) {
      return Array(body.utf8)
    }
    return (0..<Int.random(in: 0..<200, using: &generator)).map { _ in
      UInt8.random(in: 0...255, using: &generator)
    }
  }

  private static func table(
    _ generator: inout some RandomNumberGenerator, depth: Int
  ) -> [String: AMQPFieldValue] {
    var table: [String: AMQPFieldValue] = [:]
    for _ in 0..<Int.random(in: 0..<12, using: &generator) {
      let key = headers.randomElement(using: &generator) ?? ""
      table[Int.random(in: 0..<9, using: &generator) == 0 ? text(&generator) ?? "" : key] = value(
        &generator, depth: depth)
    }
    return table
  }

  private static func value(_ generator: inout some RandomNumberGenerator, depth: Int) -> AMQPFieldValue {
    switch Int.random(in: 0..<(depth > 0 ? 14 : 11), using: &generator) {
    case 0: .int(.random(in: .min ... .max, using: &generator))
    case 1: .bool(Bool.random(using: &generator))
    case 2: .double([.nan, .infinity, -0.0, 1e300].randomElement(using: &generator) ?? 0)
    case 3: .timestamp(Date(timeIntervalSince1970: .random(in: -1e9...253_402_300_799, using: &generator)))
    case 4: .bytes(body(&generator))
    case 5: .void
    case 11:
      .list((0..<Int.random(in: 0..<4, using: &generator)).map { _ in value(&generator, depth: depth - 1) })
    case 12, 13: .table(table(&generator, depth: depth - 1))
    default: .string(text(&generator) ?? "")
    }
  }
}
