import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// Changes a webhook. What was being sent under the former settings is reported to nobody and sent again.
struct UpdateWebhookHandler: CommandHandler {
  func subject(of command: UpdateWebhook) -> AuditSubject { .webhook(command.webhookID) }

  func handle(
    _ command: UpdateWebhook, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    guard let current = try await WebhookStore.lock(command.webhookID, in: transaction) else {
      throw Refusal.webhookNotFound(command.webhookID)
    }
    let webhook = try WebhookDecision.update(command, on: current)
    // What was there when it was chosen may have been deleted since; it may stay.
    if command.endpointID.isChange || command.collectionID.isChange {
      try await WebhookScope.check(webhook, in: transaction)
    }
    let stored = try await WebhookStore.update(webhook, sealed: command.sealedSecret, in: transaction)
    var effect = try CommandEffect(stored, from: current, messages: [])
    if command.sealedSecret != nil { effect.change.note(replacedCredentials: ["secret"]) }
    return effect
  }
}
