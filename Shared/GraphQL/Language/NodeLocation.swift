/// Where a syntax node begins.
///
/// Two nodes are equal when they say the same, wherever they stand. So all node locations are equal to each
/// other, which lets the nodes keep their synthesised equality.
public struct NodeLocation: Hashable, Sendable {
  let line: Int32
  let column: Int32

  /// The location of a node that no document contains.
  public static let none = NodeLocation(line: 0, column: 0)

  /// The place for an error, nil for a node that no document contains.
  public var sourceLocation: SourceLocation? {
    line == 0 ? nil : SourceLocation(line: Int(line), column: Int(column))
  }

  public static func == (_: NodeLocation, _: NodeLocation) -> Bool { true }
  public func hash(into _: inout Hasher) {}
}
