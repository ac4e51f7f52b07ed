import Postgres

extension Row {
  /// Decodes a text column that holds the raw value of an enumeration.
  func decodeCase<Value: RawRepresentable<String>>(
    _ column: String, as type: Value.Type = Value.self
  ) throws -> Value {
    let text = try decode(column, as: String.self)
    guard let value = Value(rawValue: text) else { throw StoredValueError(column: column, value: text) }
    return value
  }
}
