import Domain
import Foundation
import JSON
import Storage

/// A claimed run for tests of what comes after the claim.
enum SampleClaim {
  static func make(
    kind: String = "synthetic", parameters: JSONValue = [:], sealed: [String: String] = [:],
    runKind: RunKind = .collection, filters: JSONValue? = nil, _ change: (inout ClaimedRun) -> Void = { _ in }
  ) -> ClaimedRun {
    let endpoint = endpoint(kind: kind, parameters: parameters)
    let now = Date(timeIntervalSince1970: 1_700_000_000)
    let collection = MetadataCollection(
      id: UUID(), endpointID: endpoint.id, name: "default", isEnabled: true, schedule: nil, filters: nil,
      createdAt: now, updatedAt: now, deletedAt: nil)
    let run = Run(
      id: UUID(), kind: runKind, trigger: .manual, endpointID: endpoint.id, collectionID: collection.id,
      status: .running, requestedBy: "test", requestedAt: now, attempt: 1, filters: filters)
    var claimed = ClaimedRun(run: run, fence: 1, endpoint: endpoint, sealed: sealed, collection: collection)
    change(&claimed)
    return claimed
  }

  private static func endpoint(kind: String, parameters: JSONValue) -> Endpoint {
    let now = Date(timeIntervalSince1970: 1_700_000_000)
    return Endpoint(
      id: UUID(), sourceID: "sample", projectID: nil, name: "Sample", description: nil, verb: "POST", url: "",
      authPolicy: nil, domain: nil, labels: [], kind: kind, parameters: parameters, sealedFields: [],
      capabilities: nil, isEnabled: true, health: .unknown, detectedVersion: nil, versionHint: nil,
      createdAt: now, updatedAt: now, deletedAt: nil, deletionReason: nil)
  }
}
