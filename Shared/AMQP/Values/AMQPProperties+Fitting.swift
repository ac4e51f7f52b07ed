extension AMQPProperties {
  /// The properties of a message that is to be passed on as it came: what others could write need not fit what this
  /// client writes. Texts are cut to what a property holds, and headers that do not fit are left out, the largest first.
  ///
  /// The user is left out as well, since the broker takes no message in another's name.
  /// - Parameter room: bytes that are kept free for headers to be added.
  /// - Returns: the properties, and how many headers are missing.
  public func fitted(leaving room: Int) -> (properties: AMQPProperties, droppedHeaders: Int) {
    var result = self
    for property in [
      \AMQPProperties.messageID, \.type, \.correlationID, \.replyTo, \.appID, \.contentType,
      \.contentEncoding,
    ] {
      result[keyPath: property] = result[keyPath: property].map(Self.cut)
    }
    result.userID = nil
    if let expiration, expiration.isEmpty || !expiration.utf8.allSatisfy({ (48...57).contains($0) }) {
      result.expiration = nil
    }
    result.headers = [:]
    var left = WireLimits.tableBytes - room
    let sizes = headers.compactMap { key, value -> (key: String, size: Int)? in
      guard key.utf8.count <= WireLimits.longestKey,
        let size = WireLimits.size(of: value, depth: WireLimits.deepestTable - 1)
      else { return nil }
      return (key, size + key.utf8.count + 1)
    }
    for (key, size) in sizes.sorted(by: { ($0.size, $0.key) < ($1.size, $1.key) }) {
      guard size <= left else { break }
      left -= size
      result.headers[key] = headers[key]
    }
    return (result, headers.count - result.headers.count)
  }

  /// Not longer than a property may be, without half a character at the end.
  private static func cut(_ text: String) -> String {
    guard text.utf8.count > WireLimits.shortText else { return text }
    var end = text.utf8.index(text.startIndex, offsetBy: WireLimits.shortText)
    while end.samePosition(in: text) == nil { end = text.utf8.index(before: end) }
    return String(text[..<end])
  }
}
