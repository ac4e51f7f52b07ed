/// Checks values against the protocol before anything is written: a frame that cannot be encoded half way
/// through a message would cost the connection.
enum WireLimits {
  /// Short strings carry their length in one byte.
  static let shortText = 255
  /// For the header frame of a message or the arguments of a declaration, with room for their fixed parts.
  static let tableBytes = 16 * 1_024

  static func check(_ outgoing: AMQPOutgoing) throws(AMQPError) {
    let properties = outgoing.message.properties
    try check(names: [outgoing.exchange, outgoing.routingKey], "publish")
    let texts = [
      properties.messageID, properties.type, properties.correlationID, properties.replyTo,
      properties.expiration, properties.appID, properties.contentType, properties.contentEncoding,
      properties.userID,
    ]
    for case let text? in texts where text.utf8.count > shortText {
      throw invalid("a property is longer than 255 bytes", "publish")
    }
    if let expiration = properties.expiration {
      guard !expiration.isEmpty, expiration.utf8.allSatisfy({ (48...57).contains($0) }) else {
        throw invalid("the expiration must be milliseconds in decimal digits", "publish")
      }
    }
    try check(table: properties.headers, "publish")
  }

  static func check(names: [String], _ operation: String) throws(AMQPError) {
    for name in names where name.utf8.count > shortText {
      throw invalid("a name is longer than 255 bytes", operation)
    }
  }

  static func check(table: [String: AMQPFieldValue], _ operation: String) throws(AMQPError) {
    guard !table.isEmpty else { return }
    guard let size = size(of: table, depth: deepestTable), size <= tableBytes else {
      throw invalid(
        "headers or arguments are larger than \(tableBytes) bytes, nested deeper than 8 or have a name over "
          + "128 bytes", operation)
    }
  }

  /// The longest name of a header or an argument, in bytes.
  static let longestKey = 128
  /// How deep tables and lists may nest.
  static let deepestTable = 8

  /// The encoded size, nil for a table nested too deep or with too long a key.
  static func size(of table: [String: AMQPFieldValue], depth: Int) -> Int? {
    guard depth > 0 else { return nil }
    var total = 4
    for (key, value) in table {
      guard key.utf8.count <= longestKey, let size = size(of: value, depth: depth - 1) else { return nil }
      total += 1 + key.utf8.count + size
    }
    return total
  }

  static func size(of value: AMQPFieldValue, depth: Int) -> Int? {
    switch value {
    case .string(let text): return 5 + text.utf8.count
    case .bytes(let bytes): return 5 + bytes.count
    case .int, .double, .timestamp: return 9
    case .bool: return 2
    case .void: return 1
    case .table(let table): return size(of: table, depth: depth).map { $0 + 1 }
    case .list(let values):
      guard depth > 0 else { return nil }
      var total = 5
      for value in values {
        guard let size = size(of: value, depth: depth - 1) else { return nil }
        total += size
      }
      return total
    }
  }

  private static func invalid(_ reason: String, _ operation: String) -> AMQPError {
    AMQPError(.invalidArgument, operation: operation, brokerText: reason)
  }
}
