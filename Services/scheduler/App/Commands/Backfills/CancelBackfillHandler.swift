import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// Ends a backfill: its active run is cancelled, and no more follow. One that has ended already stays as it is.
struct CancelBackfillHandler: CommandHandler {
  func subject(of command: CancelBackfill) -> AuditSubject { .backfill(command.backfillID) }

  func handle(
    _ command: CancelBackfill, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    let id = command.backfillID
    guard let former = try await BackfillStore.lock(id, in: transaction) else {
      throw Refusal(.backfillNotFound, "no backfill has the id \(id.lowercased)")
    }
    let text = "cancelled by \(command.requestedBy)"
    try await BackfillStore.cancel(where: .backfill(id), reason: text, in: transaction)
    try await RunEnding.cancel(
      .batch(id), text: "its backfill was \(text)", actor: command.requestedBy, in: transaction)
    let backfill = try await BackfillQueries.find([id], in: transaction)[id] ?? former
    return try CommandEffect(backfill, from: former, messages: [])
  }
}
