import JSON

/// What a collection did to the catalog.
public struct CatalogChange: Sendable, Equatable {
  /// Datasets that were found.
  public var datasets = 0
  public var added = 0
  public var changed = 0
  /// Datasets that are no longer there.
  public var stale = 0

  public init() {}

  /// As the run's `stats` show it.
  public var stats: JSONValue {
    [
      "datasets": .int(Int64(datasets)), "added": .int(Int64(added)), "changed": .int(Int64(changed)),
      "stale": .int(Int64(stale)),
    ]
  }
}
