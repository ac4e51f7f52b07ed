import Contracts
import Domain
import Logging
import Postgres
import ServiceRuntime
import Storage

/// Works for one webhook for a turn: tells it what is due, round by round, for as long as it listens.
struct WebhookSession: Sendable {
  let database: PostgresPool
  let sender: WebhookSender
  let options: WebhookOptions
  let logger: Logger
  let isStopping: @Sendable () -> Bool

  func run(_ message: DeliverWebhook) async {
    do {
      guard
        let hold = try await WebhookSessions.begin(
          message.webhookID, fence: message.fence, lease: options.lease, in: database)
      else { return }
      WebhookCounters.countTurn()
      let outcome: Result<Void, any Error> = await sender.withLine(
        to: hold.target, choice: hold.failures, limit: options.timeout
      ) { line in
        do { return .success(try await rounds(hold, line)) } catch { return .failure(error) }
      }
      try outcome.get()
      try await WebhookSessions.release(hold, in: database)
    } catch {
      // The lease lapses, and what was begun comes due again.
      logger.debug(
        "webhook not served",
        metadata: [LogKey.error: "\(error)", "webhook-id": "\(message.webhookID.lowercased)"])
    }
  }

  private func rounds(_ hold: WebhookSessions.Hold, _ line: WebhookLine) async throws {
    let end = ContinuousClock.now + options.turn
    var failures = hold.failures
    // Nothing is counted against the receiver; somebody is sent again.
    if case .busy = line { return }
    repeat {
      let tasks = try await WebhookSessions.take(
        atMost: failures > 0 ? 1 : options.messagesAtOnce, under: hold, lease: options.lease,
        patience: options.patience, in: database)
      guard !tasks.isEmpty else { return }
      let letters = tasks.map {
        WebhookLetter(id: $0.deliveryID, body: WebhookPayload.run($0, of: hold.target))
      }
      let pause = try await record(
        await line.send(letters, limit: options.timeout), of: tasks, failures: failures, hold)
      guard pause.wait == .zero else { return }
      failures = pause.failures
    } while .now < end && !isStopping()
  }

  private func record(
    _ attempts: [WebhookAttempt], of tasks: [WebhookSessions.Task], failures: Int,
    _ hold: WebhookSessions.Hold
  ) async throws -> WebhookPause {
    var generator = SystemRandomNumberGenerator()
    var reports: [WebhookSessions.Report] = []
    for (task, attempt) in zip(tasks, attempts) {
      let next = options.retry.next(after: attempt.result, attempt: task.attempt, using: &generator)
      reports.append(
        .init(deliveryID: task.deliveryID, attempts: task.attempts, attempt: attempt, next: next))
    }
    let pause = WebhookPause.after(
      attempts, failures: failures, backoff: options.retry.pause, using: &generator)
    try await WebhookSessions.record(reports, pause: pause, under: hold, in: database)
    for report in reports { WebhookCounters.count(report.attempt, report.next) }
    return pause
  }
}
