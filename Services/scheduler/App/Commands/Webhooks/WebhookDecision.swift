import Contracts
import Domain
import Foundation

/// Decides what a webhook looks like after a command, from the command and the webhook alone.
enum WebhookDecision {
  static func create(_ command: CreateWebhook, now: Date) throws(Refusal) -> Webhook {
    Webhook(
      id: command.webhookID, name: try TextRule.name.required(command.name, "input.name"),
      url: try WebhookURLRule.check(command.url, "input.url"),
      outcomes: try ChoicesRule.check(command.outcomes, "input.outcomes"),
      kinds: try kinds(command.kinds, "input.kinds"), endpointID: command.endpointID,
      collectionID: command.collectionID, isEnabled: command.isEnabled, createdAt: now, updatedAt: now)
  }

  static func update(_ command: UpdateWebhook, on current: Webhook) throws(Refusal) -> Webhook {
    var webhook = current
    if let name = try given(command.name, "input.name") {
      webhook.name = try TextRule.name.required(name, "input.name")
    }
    if let url = try given(command.url, "input.url") {
      webhook.url = try WebhookURLRule.check(url, "input.url")
    }
    if let outcomes = try given(command.outcomes, "input.outcomes") {
      webhook.outcomes = try ChoicesRule.check(outcomes, "input.outcomes")
    }
    if command.kinds.isChange {
      webhook.kinds = try kinds(command.kinds.applied(to: nil), "input.kinds")
    }
    webhook.endpointID = command.endpointID.applied(to: current.endpointID)
    webhook.collectionID = command.collectionID.applied(to: current.collectionID)
    if let isEnabled = try given(command.isEnabled, "input.isEnabled") { webhook.isEnabled = isEnabled }
    return webhook
  }

  private static func kinds(_ names: [String]?, _ field: String) throws(Refusal) -> [RunKind]? {
    guard let names else { return nil }
    return try ChoicesRule.check(names, field)
  }

  /// The value of a field that cannot be null.
  private static func given<Value>(_ patch: Patch<Value>, _ field: String) throws(Refusal) -> Value? {
    switch patch {
    case .unchanged: return nil
    case .cleared: throw .invalid(field, "must not be null")
    case .set(let value): return value
    }
  }
}
