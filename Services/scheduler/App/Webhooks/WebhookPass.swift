import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// One look at what webhooks are to be told.
struct WebhookPass: Sendable {
  let database: PostgresPool
  let lease: Duration

  static let batchSize = 500

  /// Makes deliveries of ended runs, in the transaction that forgets that they have ended.
  /// - Returns: how many runs it took, and the deliveries that are new.
  func plan() async throws -> (taken: Int, planned: Int) {
    try await database.transaction { transaction in
      let runs = try await WebhookPlanning.takeOutcomes(atMost: Self.batchSize, in: transaction)
      guard !runs.isEmpty else { return (0, 0) }
      let webhooks = try await WebhookQueries.enabled(in: transaction)
      let notices = WebhookPlan.notices(of: runs, to: webhooks)
      return (runs.count, try await WebhookPlanning.insert(notices, in: transaction))
    }
  }

  /// Leases the webhooks that have something due, and leaves a message for each.
  /// - Returns: how many they are.
  func dispatch() async throws -> Int {
    try await database.transaction { transaction in
      let dispatches = try await WebhookPlanning.dispatch(lease: lease, in: transaction)
      try await OutboxStore.add(dispatches.map { try $0.message }, to: transaction)
      return dispatches.count
    }
  }
}

extension WebhookPlanning.Dispatch {
  fileprivate var message: OutboxMessage {
    get throws {
      let body = try MessageCodec.encode(DeliverWebhook(webhookID: webhookID, fence: fence))
      return OutboxMessage(
        exchange: .requests, routingKey: RoutingKey.webhook, isMandatory: true, type: .webhookDeliver,
        body: String(decoding: body, as: UTF8.self))
    }
  }
}
