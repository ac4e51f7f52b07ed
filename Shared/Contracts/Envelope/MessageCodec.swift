import Foundation

/// The one JSON form of message bodies: camel-case keys in order, times as RFC 3339 in UTC with milliseconds.
public enum MessageCodec {
  public static func encode(_ body: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      try container.encode(Timestamp.format(date))
    }
    return [UInt8](try encoder.encode(body))
  }

  /// - Throws: `DecodingError`; the message is poison then.
  public static func decode<Body: Decodable>(_ type: Body.Type, from bytes: [UInt8]) throws -> Body {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let container = try decoder.singleValueContainer()
      let text = try container.decode(String.self)
      guard let date = Timestamp.parse(text) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 time")
      }
      return date
    }
    return try decoder.decode(Body.self, from: Data(bytes))
  }
}
