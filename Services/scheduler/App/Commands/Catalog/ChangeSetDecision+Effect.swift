import Contracts
import Domain
import Foundation
import Postgres
import Storage

extension ChangeSetDecision {
  /// Holds the change set, decides, and has the decision written.
  static func carryOut(
    _ wanted: CatalogChangeSet.State, _ id: UUID, event: MessageType, cause: MessageCause,
    in transaction: PostgresConnection, write: (CatalogChangeSet) async throws -> CatalogChangeSet
  ) async throws -> CommandEffect {
    guard let current = try await ChangeSetStore.lock(id, in: transaction) else {
      throw Refusal.invalid("id", "no change set has the id \(id.lowercased)")
    }
    let pending = try await ChangeSetStore.pending(endpoint: current.endpointID, in: transaction)
    guard try decide(wanted, on: current, pending: pending) == .proceed else {
      return try CommandEffect(current, from: current, messages: [])
    }
    let stored = try await write(current)
    let told = ChangeSetEvent(
      changeSetID: stored.id, endpointID: stored.endpointID, runID: stored.runID,
      state: stored.state.rawValue, missing: stored.missing, at: Date())
    return try CommandEffect(
      stored, from: current, messages: [.event(event, told, causedBy: cause)])
  }
}
