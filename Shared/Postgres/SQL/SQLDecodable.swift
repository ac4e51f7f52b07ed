/// A value that can be read from a column.
public protocol SQLDecodable {
  /// Reads the server's text form.
  /// - Parameter text: `nil` is NULL.
  /// - Returns: `nil` when the text is no such value.
  static func decodeSQL(_ text: ArraySlice<UInt8>?) -> Self?
}

extension SQLDecodable where Self: RawRepresentable, RawValue: SQLDecodable {
  @inlinable
  public static func decodeSQL(_ text: ArraySlice<UInt8>?) -> Self? {
    RawValue.decodeSQL(text).flatMap(Self.init(rawValue:))
  }
}

extension Optional: SQLDecodable where Wrapped: SQLDecodable {
  @inlinable
  public static func decodeSQL(_ text: ArraySlice<UInt8>?) -> Wrapped?? {
    guard let text else { return .some(.none) }
    guard let value = Wrapped.decodeSQL(text) else { return nil }
    return .some(value)
  }
}
