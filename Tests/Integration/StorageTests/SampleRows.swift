import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage
import TestSupport
import Testing

/// Rows that the tests begin with.
struct SampleRows {
  let endpoint: Endpoint
  let collection: MetadataCollection

  /// One endpoint with its `default` collection.
  static func make(_ pool: PostgresPool, sealed: [String: String] = [:]) async throws -> SampleRows {
    let id = UUID.v7()
    let now = Date()
    let endpoint = Endpoint(
      id: id, sourceID: "source-\(id.lowercased)", projectID: nil, name: "Sample", description: nil,
      verb: "POST",
      url: "synthetic://sample", authPolicy: nil, domain: nil, labels: [], kind: "synthetic", parameters: [:],
      sealedFields: Array(sealed.keys), capabilities: nil, isEnabled: true, health: .unknown,
      detectedVersion: nil, versionHint: nil, createdAt: now, updatedAt: now, deletedAt: nil,
      deletionReason: nil)
    return try await pool.transaction { transaction in
      let stored = try #require(
        try await EndpointStore.insert(endpoint, sealed: sealed, in: transaction))
      let collection = try await CollectionStore.makeDefault(id: .v7(), endpoint: id, in: transaction)
      return SampleRows(endpoint: stored, collection: collection)
    }
  }

  func newRun(causedBy cause: MessageCause? = nil) -> RunCreation.NewRun {
    RunCreation.NewRun(
      collectionID: collection.id, endpointID: endpoint.id, trigger: .manual, requestedBy: "test",
      filters: nil,
      cause: cause ?? MessageCause(messageID: UUID.v7().lowercased, correlationID: nil, traceparent: nil))
  }

  /// Makes one queued run.
  func trigger(_ pool: PostgresPool, causedBy cause: MessageCause? = nil) async throws -> Run {
    let run = newRun(causedBy: cause)
    return try #require(try await pool.transaction { try await RunCreation.insert([run], in: $0) }.first)
  }
}
