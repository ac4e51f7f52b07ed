import Contracts
import Domain
import Foundation
import Logging
import Postgres
import ServiceRuntime
import Storage

/// Tries a webhook out while somebody waits for what comes of it.
struct WebhookTester: Sendable {
  let database: PostgresPool
  let sender: WebhookSender
  let deadline: Duration
  let logger: Logger

  func test(_ request: TestWebhook) async -> CommandReply {
    do {
      guard let target = try await WebhookSessions.target(request.webhookID, in: database) else {
        return .refused(Refusal.webhookNotFound(request.webhookID))
      }
      let begun = Date()
      let letter = WebhookLetter(id: request.testID, body: WebhookPayload.test(of: target, at: begun))
      // The look-up of the host and the exchange share the time.
      let attempts = await sender.withLine(to: target, limit: deadline / 4) { line in
        await line.send([letter], limit: deadline * 3 / 4)
      }
      guard let attempt = attempts.first else { return .unavailable(message: "the test was broken off") }
      await log(request, attempt, begun: begun)
      return .of(WebhookTestOutcome(deliveryID: request.testID, attempt: attempt))
    } catch {
      logger.debug("webhook not tested", metadata: [LogKey.error: "\(error)"])
      return .unavailable(message: "the database cannot be reached or is busy")
    }
  }

  private func log(_ request: TestWebhook, _ attempt: WebhookAttempt, begun: Date) async {
    let entry = WebhookDelivery(
      id: request.testID, webhookID: request.webhookID, runID: nil, event: .test,
      status: attempt.isDelivered ? .delivered : .failed, attempts: 1, attemptedAt: begun,
      responseStatus: attempt.responseStatus, error: attempt.error,
      latencyMilliseconds: attempt.latencyMilliseconds, createdAt: begun, settledAt: Date())
    do {
      try await WebhookSessions.log(entry, in: database)
    } catch {
      // The caller is told all the same.
      logger.warning("test of a webhook not logged", metadata: [LogKey.error: "\(error)"])
    }
  }
}
