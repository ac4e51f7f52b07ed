import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage

/// Makes a new run with the input of an earlier one (B6), as a manual trigger would.
struct ReplayRunHandler: CommandHandler {
  func subject(of command: ReplayRun) -> AuditSubject { .run(command.runID) }

  func handle(
    _ command: ReplayRun, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    let id = command.runID
    guard let former = try await RunQueries.find([id], in: transaction)[id],
      let collection = former.collectionID
    else { throw Refusal(.runNotFound, "no run of a collection has the id \(id.lowercased)") }
    let filters = try RunFilters.merge(command.filters.applied(to: former.filters), command.schemaOverride)
    let target = try await TriggerTargets.lock(collections: [collection], in: transaction)[collection]
    switch TriggerDecision.decide(collection: collection, target) {
    case .refuse(let refusal): throw refusal
    case .makeDefault: throw Refusal.collectionNotFound(collection)
    case .run: break
    }
    let wanted = RunCreation.NewRun(
      collectionID: collection, endpointID: former.endpointID, trigger: .replay,
      requestedBy: command.requestedBy,
      filters: filters, replayOf: id, cause: cause)
    guard let run = try await RunCreation.insert([wanted], in: transaction).first else {
      let active = try await RunCreation.active(collections: [collection], in: transaction)[collection]
      throw Refusal(
        .collectionInProgress, "a run of the collection is queued or running", runID: active?.id)
    }
    return try CommandEffect(run, from: nil, messages: [])
  }
}
