import Foundation

/// One recorded change of the fields of a dataset. Version 1 is its first sight, with all fields added.
public struct DatasetVersion: Sendable, Codable, Equatable {
  public var datasetID: UUID
  /// From 1, without gaps.
  public var version: Int
  public var at: Date
  /// The run that saw it.
  public var runID: UUID
  /// Names of fields.
  public var added: [String]
  /// Names of fields.
  public var removed: [String]
  /// `name: old → new`.
  public var changed: [String]

  public init(
    datasetID: UUID, version: Int, at: Date, runID: UUID, added: [String], removed: [String],
    changed: [String]
  ) {
    self.datasetID = datasetID
    self.version = version
    self.at = at
    self.runID = runID
    self.added = added
    self.removed = removed
    self.changed = changed
  }
}
