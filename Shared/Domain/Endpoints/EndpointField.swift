/// One parameter of a kind of endpoint, as forms show it and validation checks it.
public struct EndpointField: Sendable, Equatable {
  public enum ValueType: String, Sendable {
    case string = "STRING"
    case integer = "INTEGER"
    case number = "NUMBER"
    case boolean = "BOOLEAN"
    case list = "LIST"
    case object = "OBJECT"
    case choice = "ENUM"
  }

  public var key: String
  public var label: String
  public var valueType: ValueType
  public var isRequired = false
  public var isSensitive = false
  public var isAdvanced = false
  public var description: String?
  public var placeholder: String?
  public var defaultValue: String?
  /// The allowed values of a choice.
  public var choices: [String] = []
  /// The allowed range of an integer or number.
  public var range: ClosedRange<Double>?

  public init(_ key: String, _ label: String, _ valueType: ValueType) {
    self.key = key
    self.label = label
    self.valueType = valueType
  }

  /// A copy with changes, so that a template reads as a table.
  public func with(_ change: (inout EndpointField) -> Void) -> EndpointField {
    var copy = self
    change(&copy)
    return copy
  }
}
