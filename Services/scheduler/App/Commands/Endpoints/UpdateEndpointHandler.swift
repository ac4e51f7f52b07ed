import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// Changes an endpoint; one that becomes disabled skips its queued runs (A10).
struct UpdateEndpointHandler: CommandHandler {
  let decision: UpdateEndpointDecision

  func subject(of command: UpdateEndpoint) -> AuditSubject { .endpoint(command.endpointID) }

  func handle(
    _ command: UpdateEndpoint, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    guard let current = try await EndpointStore.lock(command.endpointID, in: transaction) else {
      throw Refusal.endpointNotFound(command.endpointID)
    }
    let endpoint = try decision.decide(command, on: current)
    let stored = try await EndpointStore.update(endpoint, in: transaction)
    if !stored.isEnabled {
      try await RunEnding.skipQueued(
        endpoint: endpoint.id, .endpointDisabled, text: "the endpoint is disabled",
        actor: command.requestedBy,
        in: transaction)
    }
    var replaced: [String] = []
    if case .set(let config) = command.config {
      let sealed = config.sealed.filter { endpoint.sealedFields.contains($0.key) }
      replaced = sealed.keys.sorted()
      try await EndpointStore.put(sealed, endpoint: endpoint.id, in: transaction)
      try await EndpointHealthStore.reconfigured(endpoint.id, in: transaction)
      try await EndpointStore.keepOnly(endpoint.sealedFields, endpoint: endpoint.id, in: transaction)
    }
    var effect = try CommandEffect(
      stored, from: current, messages: [.event(.endpointUpdated, endpoint: endpoint.id, causedBy: cause)])
    effect.change.note(replacedCredentials: replaced)
    return effect
  }
}
