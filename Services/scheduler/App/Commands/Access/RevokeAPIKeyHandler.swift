import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// Revokes a key of the API; doing so again answers the key as it is.
struct RevokeAPIKeyHandler: CommandHandler {
  func subject(of command: RevokeAPIKey) -> AuditSubject { .apiKey(command.id) }

  func handle(
    _ command: RevokeAPIKey, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    guard let current = try await APIKeyStore.lock(command.id, in: transaction) else {
      throw Refusal.invalid("id", "no key has the id \(command.id.lowercased)")
    }
    let stored = try await APIKeyStore.revoke(current.id, by: command.requestedBy, in: transaction)
    // Sent again with each repetition: a gateway that missed the first one gets another chance.
    return try CommandEffect(
      stored, from: current, messages: [.event(.apiKeyRevoked, apiKey: stored.id, causedBy: cause)])
  }
}
