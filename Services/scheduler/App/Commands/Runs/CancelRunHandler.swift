import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage

/// Cancels a run (A16): it ends at once, whoever holds it, and its executor is told to stop.
struct CancelRunHandler: CommandHandler {
  func subject(of command: CancelRun) -> AuditSubject { .run(command.runID) }

  func handle(
    _ command: CancelRun, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    let id = command.runID
    guard let former = try await RunQueries.find([id], in: transaction)[id] else {
      throw Refusal(.runNotFound, "no run has the id \(id.lowercased)")
    }
    let ended = try await RunEnding.cancel(
      .runs([id]), text: "cancelled by \(command.requestedBy)", actor: command.requestedBy, in: transaction)
    guard let run = try await RunQueries.find(ended, in: transaction)[id] else {
      throw Refusal(.runFinished, "the run \(id.lowercased) has ended already", runID: id)
    }
    return try CommandEffect(run, from: former, messages: [])
  }
}
