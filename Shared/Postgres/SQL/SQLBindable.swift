/// A value that can be a parameter of a statement.
///
/// A type of one's own forwards to the value it wraps; a raw-valued enumeration needs no code at all.
public protocol SQLBindable: Sendable {
  /// The type NULL is sent as.
  static var sqlType: SQLType { get }
  var sqlParameter: SQLParameter { get }
}

extension SQLBindable where Self: RawRepresentable, RawValue: SQLBindable {
  public static var sqlType: SQLType { RawValue.sqlType }
  public var sqlParameter: SQLParameter { rawValue.sqlParameter }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
  public static var sqlType: SQLType { Wrapped.sqlType }
  public var sqlParameter: SQLParameter {
    self?.sqlParameter ?? SQLParameter(type: Wrapped.sqlType, text: nil)
  }
}
