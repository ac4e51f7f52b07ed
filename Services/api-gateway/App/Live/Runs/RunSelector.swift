import Contracts
import Domain
import Foundation
import JSON

/// Which runs a subscription is about. A nil member does not restrict it.
struct RunSelector: Sendable, Hashable {
  var endpointID: UUID?
  var collectionID: UUID?
  var runID: UUID?

  init(endpointID: UUID? = nil, collectionID: UUID? = nil, runID: UUID? = nil) {
    self.endpointID = endpointID
    self.collectionID = collectionID
    self.runID = runID
  }

  /// Reads the arguments of `runChanged`.
  init(_ arguments: JSONObject) throws(Refusal) {
    let input = InputReader(arguments)
    endpointID = try input.uuid("endpointId")
    collectionID = try input.uuid("collectionId")
    runID = try input.uuid("runId")
  }

  func matches(_ subject: Subject) -> Bool {
    (runID == nil || runID == subject.runID) && (endpointID == nil || endpointID == subject.endpointID)
      && (collectionID == nil || collectionID == subject.collectionID)
  }

  /// What a run is found by.
  struct Subject: Sendable, Hashable {
    var runID: UUID
    var endpointID: UUID
    var collectionID: UUID?
  }
}

extension RunSelector.Subject {
  init(_ run: Run) { self.init(runID: run.id, endpointID: run.endpointID, collectionID: run.collectionID) }

  init(_ event: RunEvent) {
    self.init(runID: event.runID, endpointID: event.endpointID, collectionID: event.collectionID)
  }
}
