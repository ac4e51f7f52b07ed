/// What a change of a schema can do to clients that were written for the version before.
public enum SchemaChangeSeverity: Hashable, Sendable {
  /// Documents that were valid are not any more, or answers have another shape.
  case breaking
  /// Documents stay valid, but what they mean or what comes back may surprise.
  case dangerous
}
