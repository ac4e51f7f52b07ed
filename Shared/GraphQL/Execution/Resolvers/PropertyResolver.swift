/// Reads the values of a field from all sources of its position, without waiting.
protocol PropertyResolver: Sendable {
  /// Whether the arguments are looked at.
  var needsInfo: Bool { get }
  /// Writes the leaf values, one for each source.
  func write(_ sources: inout Sources, _ info: ResolveInfo?, to leaf: inout LeafWriter)
  /// The values, one for each source.
  func values(_ sources: inout Sources, _ info: ResolveInfo?) -> [Result<ResolvedValue, any Error>]
}
