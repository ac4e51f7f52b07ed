/// The type of a parameter, as the server numbers types.
public struct SQLType: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The server infers the type from the place of the placeholder.
  public static let inferred = SQLType(rawValue: 0)
  public static let bool = SQLType(rawValue: 16)
  public static let bytea = SQLType(rawValue: 17)
  public static let int8 = SQLType(rawValue: 20)
  public static let int4 = SQLType(rawValue: 23)
  public static let text = SQLType(rawValue: 25)
  public static let float8 = SQLType(rawValue: 701)
  public static let timestamptz = SQLType(rawValue: 1184)
  public static let uuid = SQLType(rawValue: 2950)
  public static let jsonb = SQLType(rawValue: 3802)

  static let boolArray = SQLType(rawValue: 1000)
  static let int4Array = SQLType(rawValue: 1007)
  static let textArray = SQLType(rawValue: 1009)
  static let int8Array = SQLType(rawValue: 1016)
  static let float8Array = SQLType(rawValue: 1022)
  static let timestamptzArray = SQLType(rawValue: 1185)
  static let uuidArray = SQLType(rawValue: 2951)
  static let jsonbArray = SQLType(rawValue: 3807)

  /// The type of an array of these.
  var array: SQLType {
    switch self {
    case .bool: .boolArray
    case .int4: .int4Array
    case .int8: .int8Array
    case .float8: .float8Array
    case .timestamptz: .timestamptzArray
    case .uuid: .uuidArray
    case .jsonb: .jsonbArray
    // Unlike a single string, an array of strings is mostly unnested or compared, where nothing tells the type.
    case .inferred, .text: .textArray
    default: .inferred
    }
  }
}
