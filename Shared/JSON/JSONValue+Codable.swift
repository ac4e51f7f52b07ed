import OrderedCollections

extension JSONValue: Codable {
  public init(from decoder: any Decoder) throws {
    // Containers first: most values of a document sit in one, and a failed attempt costs the most there.
    if let keyed = try? decoder.container(keyedBy: JSONKey.self) {
      var object = JSONObject(minimumCapacity: keyed.allKeys.count)
      for key in keyed.allKeys {
        object[key.stringValue] = try keyed.decode(JSONValue.self, forKey: key)
      }
      self = .object(object)
      return
    }
    if var list = try? decoder.unkeyedContainer() {
      var array: [JSONValue] = []
      array.reserveCapacity(list.count ?? 0)
      while !list.isAtEnd { array.append(try list.decode(JSONValue.self)) }
      self = .array(array)
      return
    }
    let single = try decoder.singleValueContainer()
    if single.decodeNil() {
      self = .null
    } else if let value = try? single.decode(String.self) {
      self = .string(value)
    } else if let value = try? single.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? single.decode(Int64.self) {
      self = .int(value)
    } else {
      self = .double(try single.decode(Double.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .object(let members):
      var container = encoder.container(keyedBy: JSONKey.self)
      for (key, value) in members { try container.encode(value, forKey: JSONKey(stringValue: key)) }
    case .array(let elements):
      var container = encoder.unkeyedContainer()
      for element in elements { try container.encode(element) }
    case .null:
      var container = encoder.singleValueContainer()
      try container.encodeNil()
    case .bool(let value): try value.encode(to: encoder)
    case .int(let value): try value.encode(to: encoder)
    case .double(let value): try value.encode(to: encoder)
    case .string(let value): try value.encode(to: encoder)
    }
  }

  /// Parses a JSON text in UTF-8 (RFC 8259), keeping the order of members.
  /// - Throws: `DecodingError`, also for nesting deeper than 512.
  public init(parsing bytes: some Sequence<UInt8>) throws {
    let parsed = try bytes.withContiguousStorageIfAvailable { text in
      var parser = JSONParser(text)
      return try parser.document()
    }
    if let parsed {
      self = parsed
    } else {
      try self.init(parsing: Array(bytes))
    }
  }

  /// Parses a JSON text. See ``init(parsing:)``.
  public init(parsing text: String) throws { try self.init(parsing: text.utf8) }
}

private struct JSONKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
