import Domain

/// Whether a collection is worth starting.
public enum Preparation: Sendable, Equatable {
  case ready
  /// The run ends SKIPPED.
  case skip(SkipReason, text: String)
}
