import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// Makes a key of the API.
struct CreateAPIKeyHandler: CommandHandler {
  func subject(of command: CreateAPIKey) -> AuditSubject { .apiKey(command.id) }

  func handle(
    _ command: CreateAPIKey, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    let (key, digest) = try CreateAPIKeyDecision.decide(command, at: Date())
    guard
      let stored = try await APIKeyStore.insert(
        key, digest: digest, by: command.requestedBy, in: transaction)
    else { throw Refusal.invalid("id", "is the id of another key") }
    return try CommandEffect(
      stored, from: nil, messages: [.event(.apiKeyCreated, apiKey: stored.id, causedBy: cause)])
  }
}
