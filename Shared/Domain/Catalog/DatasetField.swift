/// One column or attribute of a dataset.
public struct DatasetField: Sendable, Codable, Hashable {
  public var name: String
  public var type: String
  public var description: String?
  public var nullable: Bool?
  public var primaryKey: Bool?
  public var defaultValue: String?

  public init(
    name: String, type: String, description: String? = nil, nullable: Bool? = nil, primaryKey: Bool? = nil,
    defaultValue: String? = nil
  ) {
    self.name = name
    self.type = type
    self.description = description
    self.nullable = nullable
    self.primaryKey = primaryKey
    self.defaultValue = defaultValue
  }
}
