import JSON

/// A dataset as a connector found it.
public struct DiscoveredDataset: Sendable, Codable, Hashable {
  /// The canonical key on the endpoint: `public.orders`.
  public var upstreamID: String
  public var displayName: String
  public var description: String?
  /// The kind of object at the source: `table`, `view`, `materialized view`…
  public var entity: String?
  public var schema: String?
  public var labels: [String]
  public var fields: [DatasetField]
  /// Rows, by the source's own estimate.
  public var recordCount: Int64?
  /// Keys, indexes, sizes: what the source knows beyond fields.
  public var statistics: JSONValue?

  public init(
    upstreamID: String, displayName: String, description: String? = nil, entity: String? = nil,
    schema: String? = nil, labels: [String] = [], fields: [DatasetField], recordCount: Int64? = nil,
    statistics: JSONValue? = nil
  ) {
    self.upstreamID = upstreamID
    self.displayName = displayName
    self.description = description
    self.entity = entity
    self.schema = schema
    self.labels = labels
    self.fields = fields
    self.recordCount = recordCount
    self.statistics = statistics
  }
}
