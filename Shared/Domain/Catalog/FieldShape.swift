/// What of a field belongs to the shape of its dataset: where it changes, the dataset has a new version.
///
/// Descriptions and defaults are left out: they say something about a field and change nothing for who reads it.
public struct FieldShape: Sendable, Hashable {
  public let name: String
  /// As the source spells it.
  public let type: String
  /// Nil where the source does not say.
  public let nullable: Bool?
  /// Whether the field is part of the primary key; a source that does not say has none.
  public let isKey: Bool

  public init(_ field: DatasetField) {
    name = field.name
    type = field.type
    nullable = field.nullable
    isKey = field.primaryKey ?? false
  }

  /// What is told of a shape beside another one of the same field: only that in which they differ.
  func words(beside other: FieldShape) -> String {
    var words: [String] = []
    if type != other.type { words.append(type) }
    if nullable != other.nullable {
      words.append(nullable.map { $0 ? "nullable" : "not null" } ?? "nullability unknown")
    }
    if isKey != other.isKey { words.append(isKey ? "primary key" : "no primary key") }
    return words.joined(separator: ", ")
  }
}
