import Tracing

/// A span that is ended by hand, for work that no scope holds.
public struct OpenSpan: Sendable {
  /// What follows from it continues this.
  public let trace: TraceContext
  public let active: ActiveSpan

  /// Ends it, once.
  /// - Parameter failure: from a fixed set: an error code or a type.
  public func end(failure: String? = nil) {
    if let failure { active.failed(failure) }
    active.span?.end()
  }
}
