import Contracts
import Domain
import JSON
import Storage

/// Passes tests of webhooks on to an executor.
struct TestWebhookForwarder: Sendable {
  let requests: RequestForwarder

  func forward(_ command: TestWebhook, _ envelope: Envelope) async -> CommandAnswer {
    var entry = NewAuditEntry(
      envelope, requestedBy: command.requestedBy, subject: .webhook(command.webhookID),
      outcome: AuditEntry.forwarded)
    entry.after = ["deliveryId": .string(command.testID.lowercased)]
    return await requests.forward(envelope, auditing: entry)
  }
}
