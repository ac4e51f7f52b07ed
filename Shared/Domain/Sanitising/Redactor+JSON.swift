import JSON

extension Redactor {
  /// The value with every secret masked: whole values under keys that say they are secret, and what looks like one
  /// inside of texts.
  public func redact(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null, .bool, .int, .double: return value
    case .string(let text): return .string(redact(text))
    case .array(let elements): return .array(elements.map(redact))
    case .object(var members):
      for (key, member) in members {
        members[key] = Self.isSensitive(key: key) && !member.isNull ? .string(Endpoint.mask) : redact(member)
      }
      return .object(members)
    }
  }
}
