/// The steps of a run, as its history names them.
enum ActivityName: String, Sendable, CaseIterable {
  case markRunStarted
  case prepareCollectionJob
  case collectMetadata
  case persistCatalogRecords
  case markRunCompleted
  case markRunFailed
  case markRunSkipped
}
