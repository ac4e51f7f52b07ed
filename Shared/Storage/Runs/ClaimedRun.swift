import Domain
import Foundation
import JSON
import Postgres

/// A run that an executor holds, with all it needs to do the work.
public struct ClaimedRun: Sendable {
  public var run: Run
  /// Every write of the run carries it.
  public var fence: Int64
  public var endpoint: Endpoint
  /// Field name → sealed credential.
  public var sealed: [String: String]
  /// Nil for runs that belong to no collection.
  public var collection: MetadataCollection?
  /// What the endpoint's breaker said at the claim.
  public var admission = EndpointBreaker.Admission.passes

  public init(
    run: Run, fence: Int64, endpoint: Endpoint, sealed: [String: String], collection: MetadataCollection?
  ) {
    self.run = run
    self.fence = fence
    self.endpoint = endpoint
    self.sealed = sealed
    self.collection = collection
  }

  init(row: Row) throws {
    run = try Run(row: row)
    fence = try row.decode("fence")
    let secrets = try row.decode("secrets", as: JSONValue?.self)?.objectValue ?? [:]
    sealed = Dictionary(
      secrets.compactMap { field, value in value.stringValue.map { (field, $0) } },
      uniquingKeysWith: { first, _ in first })
    endpoint = Endpoint(
      id: run.endpointID, sourceID: try row.decode("e_source_id"), projectID: nil,
      name: try row.decode("e_name"), description: nil, verb: "", url: try row.decode("e_url"),
      authPolicy: nil,
      domain: nil, labels: [], kind: try row.decode("e_kind"), parameters: try row.decode("e_parameters"),
      sealedFields: Array(sealed.keys), capabilities: try row.decode("e_capabilities"),
      isEnabled: try row.decode("e_is_enabled"), health: .unknown, detectedVersion: nil, versionHint: nil,
      createdAt: try row.decode("e_created_at"), updatedAt: try row.decode("e_updated_at"),
      deletedAt: try row.decode("e_deleted_at"), deletionReason: nil)
    if let failures = try row.decode("b_failures", as: Int?.self) {
      admission =
        try row.decode("b_probes")
        ? .probes : .refused(failures: failures, until: try row.decode("b_until"))
    }
    if let id = run.collectionID {
      collection = MetadataCollection(
        id: id, endpointID: run.endpointID, name: try row.decode("c_name"),
        isEnabled: try row.decode("c_is_enabled"), schedule: nil, filters: try row.decode("c_filters"),
        createdAt: try row.decode("c_created_at"), updatedAt: try row.decode("c_created_at"),
        deletedAt: try row.decode("c_deleted_at"))
    }
  }
}
