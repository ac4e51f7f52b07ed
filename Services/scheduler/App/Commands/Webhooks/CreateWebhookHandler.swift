import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// Makes a webhook.
struct CreateWebhookHandler: CommandHandler {
  func subject(of command: CreateWebhook) -> AuditSubject {
    .webhook(command.webhookID, endpoint: command.endpointID)
  }

  func handle(
    _ command: CreateWebhook, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    let webhook = try WebhookDecision.create(command, now: Date())
    try await WebhookScope.check(webhook, in: transaction)
    guard try await WebhookStore.liveCount(in: transaction) < Webhook.maximumCount else {
      throw Refusal.invalid(
        "input", "there are \(Webhook.maximumCount) webhooks already; delete one that is not needed")
    }
    guard
      let stored = try await WebhookStore.insert(webhook, sealed: command.sealedSecret, in: transaction)
    else { throw Refusal.invalid("id", "is the id of another webhook") }
    return try CommandEffect(stored, from: nil, messages: [])
  }
}
