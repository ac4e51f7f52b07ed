import Foundation
import JSON

/// A trigger whose collection is known and may have a run.
struct ResolvedTrigger: Sendable {
  var request: TriggerRequest
  var collectionID: UUID
  var endpointID: UUID
  var filters: JSONValue?
}
