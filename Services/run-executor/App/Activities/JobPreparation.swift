import Connectors
import Contracts
import Domain
import Foundation
import Sealing
import Storage

/// Decides whether a claimed run still makes sense and puts together what its connector needs.
struct JobPreparation: Sendable {
  enum Result: Sendable {
    case ready(PreparedJob)
    case skip(SkipReason, text: String)
  }

  let connectors: ConnectorRegistry
  let credentials: CredentialOpening
  let addressPolicy: AddressPolicy
  let paces: RequestPaces

  /// Pure but for the opening of credentials and the pace of requests.
  ///
  /// - Parameter log: hears of the credentials before anybody else may log them.
  func prepare(_ claimed: ClaimedRun, log: RunLog? = nil) throws(RunFailure) -> Result {
    if let (reason, text) = obstacle(claimed) { return .skip(reason, text: text) }
    if let refusal = claimed.admission.refusal { throw refusal }
    guard let connector = connectors.connector(for: claimed.endpoint.kind) else {
      return .skip(.capabilityMissing, text: "this executor has no connector for \(claimed.endpoint.kind)")
    }
    guard connector.capabilities.contains(.collect), claimed.endpoint.offers(.collect) else {
      return .skip(.capabilityMissing, text: "the endpoint does not offer collect")
    }
    let opened = try credentials.open(claimed.sealed, boundTo: claimed.endpoint.id)
    log?.learn(secrets: opened.values)
    let scope = CollectionScope(collection: claimed.collection?.filters, run: claimed.run.filters)
    let limits = EndpointLimits(parameters: claimed.endpoint.parameters)
    let connection = ConnectorConnection(
      parameters: claimed.endpoint.parameters, credentials: opened, addressPolicy: addressPolicy,
      pace: paces.pace(of: claimed.endpoint.id, perSecond: limits.requestsPerSecond))
    return .ready(
      PreparedJob(
        connector: connector,
        job: CollectJob(
          connection: connection, filters: scope.filters, schemas: scope.schemas, runID: claimed.run.id),
        scope: scope))
  }

  /// What has come in the way while the run was queued.
  private func obstacle(_ claimed: ClaimedRun) -> (SkipReason, String)? {
    if claimed.endpoint.isDeleted { return (.deleted, "the endpoint was deleted") }
    if !claimed.endpoint.isEnabled { return (.endpointDisabled, "the endpoint is disabled") }
    if let collection = claimed.collection {
      if collection.isDeleted { return (.deleted, "the collection was deleted") }
      if !collection.isEnabled { return (.disabled, "the collection is disabled") }
    }
    guard claimed.run.kind == .collection else {
      return (
        .capabilityMissing, "this executor does not carry out runs of the kind \(claimed.run.kind.rawValue)"
      )
    }
    return nil
  }
}
