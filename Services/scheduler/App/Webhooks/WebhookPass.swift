import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// One look at what webhooks are to be told.
struct WebhookPass: Sendable {
  let database: PostgresPool
  let lease: Duration

  /// Makes deliveries of ended runs, in the transaction that forgets that they have ended.
  /// - Returns: how many are new, and whether there may be more to plan.
  func plan(_ batch: WebhookBatch) async throws -> (planned: Int, isMore: Bool) {
    try await database.transaction { transaction in
      let runs = try await WebhookPlanning.lockOutcomes(atMost: batch.runs, in: transaction)
      guard !runs.isEmpty else { return (0, false) }
      let webhooks = try await WebhookQueries.enabled(in: transaction)
      let (count, notices) = WebhookPlan.notices(of: runs, to: webhooks, atMost: batch.notices)
      let planned = try await WebhookPlanning.insert(notices, in: transaction)
      try await WebhookPlanning.forget(runs.prefix(count).map(\.id), in: transaction)
      return (planned, count < runs.count || runs.count == batch.runs)
    }
  }

  /// Leases the webhooks that have something due, and leaves a message for each.
  /// - Returns: how many they are.
  func dispatch() async throws -> Int {
    try await database.transaction { transaction in
      let dispatches = try await WebhookPlanning.dispatch(lease: lease, in: transaction)
      try await OutboxStore.add(dispatches.map { try $0.message(lifetime: lease) }, to: transaction)
      return dispatches.count
    }
  }
}

extension WebhookPlanning.Dispatch {
  /// - Parameter lifetime: after it somebody else is sent, so that nobody need take this message any more.
  fileprivate func message(lifetime: Duration) throws -> OutboxMessage {
    let body = try MessageCodec.encode(DeliverWebhook(webhookID: webhookID, fence: fence))
    return OutboxMessage(
      exchange: .requests, routingKey: RoutingKey.webhook, isMandatory: true, type: .webhookDeliver,
      body: String(decoding: body, as: UTF8.self),
      expirationMilliseconds: Int(lifetime.components.seconds) * 1_000)
  }
}
