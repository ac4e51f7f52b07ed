import Foundation
import Metrics

/// What is planned for webhooks, and how much of it waits.
struct WebhookMetrics: Sendable {
  private let lastPass = Gauge(label: "nucleus.webhooks.last_pass_timestamp")
  private let failedPasses = Counter(label: "nucleus.webhooks.passes.failed")
  private let planned = Counter(label: "nucleus.webhooks.planned")
  private let dispatched = Counter(label: "nucleus.webhooks.dispatched")
  private let expired = Counter(label: "nucleus.webhooks.expired")
  private let pending = Gauge(label: "nucleus.webhooks.pending")
  private let oldest = Gauge(label: "nucleus.webhooks.oldest_pending_seconds")

  func looked() { lastPass.record(Date().timeIntervalSince1970) }

  func failed() { failedPasses.increment() }

  func planned(_ count: Int) { planned.increment(by: count) }

  func dispatched(_ count: Int) { dispatched.increment(by: count) }

  func expired(_ count: Int) { expired.increment(by: count) }

  func record(_ backlog: (count: Int, oldest: Double)) {
    pending.record(backlog.count)
    oldest.record(backlog.oldest)
  }
}
