/// A value that an array parameter or an array column may hold.
public protocol SQLArrayElement: SQLBindable, SQLDecodable {
  /// How an array of these is sent.
  static func sqlArrayParameter(_ elements: [Self]) -> SQLParameter
  /// How an array of these is read. See ``SQLDecodable/decodeSQL(_:)``.
  static func decodeSQLArray(_ text: ArraySlice<UInt8>) -> [Self]?
  static var sqlArrayType: SQLType { get }
}

extension SQLArrayElement {
  public static var sqlArrayType: SQLType { sqlType.array }

  public static func sqlArrayParameter(_ elements: [Self]) -> SQLParameter {
    SQLParameter(type: sqlArrayType, text: ArrayText.write(elements.lazy.map(\.sqlParameter.text)))
  }

  public static func decodeSQLArray(_ text: ArraySlice<UInt8>) -> [Self]? {
    guard let elements = ArrayText.parse(text) else { return nil }
    var values: [Self] = []
    values.reserveCapacity(elements.count)
    for element in elements {
      guard let value = Self.decodeSQL(element) else { return nil }
      values.append(value)
    }
    return values
  }
}

extension Optional: SQLArrayElement where Wrapped: SQLArrayElement {}

extension Array: SQLBindable where Element: SQLArrayElement {
  public static var sqlType: SQLType { Element.sqlArrayType }
  public var sqlParameter: SQLParameter { Element.sqlArrayParameter(self) }
}

extension Array: SQLDecodable where Element: SQLArrayElement {
  public static func decodeSQL(_ text: ArraySlice<UInt8>?) -> [Element]? {
    text.flatMap(Element.decodeSQLArray)
  }
}
