import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage

/// Deletes a webhook. What waits for it is discarded, its log stays.
struct DeleteWebhookHandler: CommandHandler {
  func subject(of command: DeleteWebhook) -> AuditSubject { .webhook(command.webhookID) }

  func handle(
    _ command: DeleteWebhook, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    guard let current = try await WebhookStore.lock(command.webhookID, in: transaction) else {
      throw Refusal.webhookNotFound(command.webhookID)
    }
    try await WebhookStore.delete(current.id, in: transaction)
    return CommandEffect(result: true, change: AuditChange(removing: current), messages: [])
  }
}
