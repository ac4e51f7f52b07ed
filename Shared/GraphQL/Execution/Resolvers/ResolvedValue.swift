import JSON

/// What a resolver gives for a field.
public enum ResolvedValue: Sendable {
  case null
  /// The value of a scalar or, by its name, of an enum. A JSON array is taken for a list, a JSON object for the
  /// source of an object where the field has such a type.
  case leaf(JSONValue)
  /// The source that the fields of an object are resolved from.
  case object(any Sendable)
  case list([ResolvedValue])
  /// A list of objects; the fastest way to give one.
  case objects(ObjectList)
}
