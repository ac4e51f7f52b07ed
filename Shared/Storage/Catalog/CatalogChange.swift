import Contracts
import Foundation
import JSON

/// What a collection did to the catalog.
public struct CatalogChange: Sendable, Equatable {
  /// Datasets that were found.
  public var datasets = 0
  public var added = 0
  /// Datasets of which anything is told otherwise than before, rows and sizes left aside.
  public var changed = 0
  /// Datasets that are no longer there and were marked.
  public var stale = 0
  /// Datasets that are no longer there and wait for an operator's decision.
  public var pending = 0
  /// Where that decision is to be made.
  public var changeSetID: UUID?
  /// Datasets that were stale and are there again.
  var returned = 0

  public init() {}

  /// As the run's `stats` show it.
  public var stats: JSONValue {
    var stats: JSONObject = [
      "datasets": .int(Int64(datasets)), "added": .int(Int64(added)), "changed": .int(Int64(changed)),
      "stale": .int(Int64(stale)), "pending": .int(Int64(pending)),
    ]
    stats["changeSetId"] = changeSetID.map { .string($0.lowercased) }
    return .object(stats)
  }
}
