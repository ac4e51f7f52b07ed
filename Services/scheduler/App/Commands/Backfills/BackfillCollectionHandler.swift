import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// Begins a backfill, with its first run where none is in the way.
struct BackfillCollectionHandler: CommandHandler {
  func subject(of command: BackfillCollection) -> AuditSubject { .collection(command.collectionID) }

  func handle(
    _ command: BackfillCollection, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    let id = command.collectionID
    guard let collection = try await CollectionStore.lock(id, in: transaction) else {
      throw Refusal.collectionNotFound(id)
    }
    guard
      let endpoint = try await EndpointQueries.find([collection.endpointID], in: transaction).values.first,
      endpoint.isEnabled
    else { throw Refusal(.collectionDisabled, "the endpoint of the collection is disabled") }
    let state = try await ScheduleQueries.states(of: [id], in: transaction)[id]
    let now = try await ScheduleStateStore.now(in: transaction)
    let times = try BackfillDecision.times(
      command, of: collection, anchor: state?.savedAt ?? collection.createdAt, now: now)
    let isEmpty = times.isEmpty
    let backfill = try await BackfillStore.add(
      Backfill(
        id: .v7(), collectionID: id, from: command.from, to: command.to, total: times.count,
        state: isEmpty ? .done : .running, requestedBy: command.requestedBy, createdAt: now,
        endedAt: isEmpty ? now : nil), times: times, in: transaction)
    let steps = try await BackfillStore.claim([id], atMost: 1, in: transaction)
    let runs = try await RunCreation.insert(steps.map(\.newRun), in: transaction)
    try await BackfillStore.advance(runs.compactMap(\.batchID), in: transaction)
    let started = try await BackfillQueries.find([backfill.id], in: transaction)[backfill.id] ?? backfill
    return try CommandEffect(
      BackfillStarted(backfill: started, runs: runs.filter { $0.batchID == backfill.id }), from: nil,
      messages: [])
  }
}
