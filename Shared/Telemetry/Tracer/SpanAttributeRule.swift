import Tracing

/// What a span may say: names from a list, so that no library and no oversight gives away an address, a query or a
/// message of a source (A11).
///
/// The names are those of the OpenTelemetry semantic conventions, and `nucleus.…` for what they have no word for.
enum SpanAttributeRule {
  static let maximumLength = 200

  private static let allowed: Set<String> = [
    "db.operation.name", "db.query.summary", "db.system.name", "error.type", "exception.type",
    "graphql.operation.type",
    "http.request.body.size", "http.request.method", "http.response.body.size", "http.response.status_code",
    "http.route",
    "messaging.batch.message_count", "messaging.destination.name", "messaging.destination.template",
    "messaging.message.body.size",
    "messaging.message.conversation_id", "messaging.message.id", "messaging.operation.name",
    "messaging.operation.type",
    "messaging.rabbitmq.destination.routing_key", "messaging.system", "network.protocol.version",
    "url.scheme",
    "nucleus.activity.attempt", "nucleus.activity.name", "nucleus.activity.outcome", "nucleus.collection.id",
    "nucleus.endpoint.id",
    "nucleus.endpoint.kind", "nucleus.message.type", "nucleus.replay.of", "nucleus.run.attempt",
    "nucleus.run.id", "nucleus.run.kind",
    "nucleus.run.status", "nucleus.run.trigger",
  ]

  /// What is kept of an attribute, if anything.
  static func accept(_ key: String, _ value: SpanAttribute) -> SpanAttribute? {
    guard allowed.contains(key) else { return nil }
    switch value {
    case .string(let text): return .string(String(text.prefix(maximumLength)))
    case .stringConvertible(let other): return .string(String("\(other)".prefix(maximumLength)))
    case .int32, .int64, .double, .bool: return value
    // No convention in use here has lists.
    default: return nil
    }
  }

  static func accept(_ attributes: SpanAttributes) -> [(key: String, value: SpanAttribute)] {
    var accepted: [(key: String, value: SpanAttribute)] = []
    attributes.forEach { key, value in
      if let value = accept(key, value) { accepted.append((key, value)) }
    }
    return accepted.sorted { $0.key < $1.key }
  }
}
