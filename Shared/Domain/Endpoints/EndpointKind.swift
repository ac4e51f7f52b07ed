/// The kinds of endpoint this release has a connector for.
public enum EndpointKind: String, Sendable, Codable, CaseIterable {
  case postgres
  /// A source inside the executor for trials, tests and benches.
  case synthetic
}
