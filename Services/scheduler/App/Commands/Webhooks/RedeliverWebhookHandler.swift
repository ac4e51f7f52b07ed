import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// Orders another series of tries of a delivery that is settled.
struct RedeliverWebhookHandler: CommandHandler {
  private static let field = "deliveryId"

  func subject(of command: RedeliverWebhook) -> AuditSubject { .webhookDelivery(command.deliveryID) }

  func handle(
    _ command: RedeliverWebhook, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    let id = command.deliveryID
    guard let known = try await WebhookQueries.delivery(id, in: transaction) else {
      throw Refusal.invalid(Self.field, "no delivery has the id \(id.lowercased)")
    }
    guard let webhook = try await WebhookStore.lock(known.webhookID, in: transaction) else {
      throw Refusal.webhookNotFound(known.webhookID)
    }
    guard webhook.isEnabled else {
      throw Refusal.invalid(Self.field, "its webhook is disabled; enable it first")
    }
    // Read again under the lock of the webhook: two orders make one series.
    guard let current = try await WebhookQueries.delivery(id, in: transaction), current.event != .test else {
      throw Refusal.invalid(Self.field, "is a test; testWebhook makes another one")
    }
    guard current.status != .pending else {
      throw Refusal.invalid(Self.field, "is being delivered; its next try is planned already")
    }
    let ordered = try await WebhookStore.redeliver(id, in: transaction)
    return try CommandEffect(ordered, from: current, messages: [])
  }
}
