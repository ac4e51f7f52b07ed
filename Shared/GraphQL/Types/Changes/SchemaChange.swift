/// One difference between two versions of a schema that a client may notice.
public struct SchemaChange: Hashable, Sendable, CustomStringConvertible {
  public let kind: SchemaChangeKind
  /// What changed, as a schema coordinate: `Type`, `Type.field`, `Type.field(argument:)`, `@directive(argument:)`.
  public let coordinate: String
  /// What happened to it, in words that go after the coordinate.
  public let change: String

  public var severity: SchemaChangeSeverity { kind.severity }
  public var description: String { "\(coordinate) \(change)" }

  init(_ kind: SchemaChangeKind, _ coordinate: String, _ change: String) {
    self.kind = kind
    self.coordinate = coordinate
    self.change = change
  }
}
