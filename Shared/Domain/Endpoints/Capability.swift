/// What a connector can do for an endpoint.
public enum Capability: String, Sendable, Codable, CaseIterable {
  case collect, preview, ingest, prompt
}
