import Domain
import Foundation
import GraphQL
import Storage

/// `Webhook` and `WebhookDelivery`, and the queries for them
enum WebhookResolvers {
  private static let defaultPage = 50

  static func add(to resolvers: inout Resolvers) {
    addQueries(to: &resolvers)
    resolvers.object("Webhook", Webhook.self) { type in
      type.property("id") { $0.id }
      type.property("name") { $0.name }
      type.property("url") { $0.url }
      type.property("outcomes") { $0.outcomes.map(\.rawValue) }
      type.property("kinds") { $0.kinds?.map(\.rawValue) }
      type.property("endpointId") { $0.endpointID }
      type.property("collectionId") { $0.collectionID }
      type.property("isEnabled") { $0.isEnabled }
      type.property("createdAt") { $0.createdAt.timestamp }
      type.property("updatedAt") { $0.updatedAt.timestamp }
      type.property("failures") { $0.failures }
      type.property("resumeAt") { $0.resumeAt?.timestamp }
      type.link("endpoint", by: { $0.endpointID }) { ids, info in
        try await info.read { try await EndpointQueries.find(ids, columns: info.endpointColumns, in: $0) }
      }
      type.link("collection", by: { $0.collectionID }) { ids, info in
        try await info.read { try await CollectionQueries.find(ids, in: $0) }
      }
    }
    resolvers.object("WebhookDelivery", WebhookDelivery.self) { type in
      type.property("id") { $0.id }
      type.property("webhookId") { $0.webhookID }
      type.property("runId") { $0.runID }
      type.property("event") { $0.event.rawValue }
      type.property("status") { $0.status.rawValue }
      type.property("attempts") { $0.attempts }
      type.property("nextAttemptAt") { $0.nextAttemptAt?.timestamp }
      type.property("attemptedAt") { $0.attemptedAt?.timestamp }
      type.property("httpStatus") { $0.responseStatus }
      type.property("latencyMs") { $0.latencyMilliseconds }
      type.property("error") { $0.error }
      type.property("createdAt") { $0.createdAt.timestamp }
      type.property("settledAt") { $0.settledAt?.timestamp }
      type.link("webhook", by: { $0.webhookID }) { ids, info in
        try await info.read { try await WebhookQueries.find(ids, in: $0) }
      }
      type.link("run", by: { $0.runID }) { ids, info in
        try await info.read { try await RunQueries.find(ids, columns: info.runColumns, in: $0) }
      }
    }
  }

  private static func addQueries(to resolvers: inout Resolvers) {
    resolvers["Query", "webhooks"] = .root { info in
      let input = InputReader(info.arguments.values)
      var filter = WebhookQueries.Filter()
      filter.endpointID = try input.uuid("endpointId")
      filter.collectionID = try input.uuid("collectionId")
      filter.isEnabled = try input.bool("isEnabled")
      let page = try PageArguments.page(info.arguments, default: defaultPage)
      return try await info.read { [filter] in try await WebhookQueries.list(filter, page: page, in: $0) }
    }
    resolvers["Query", "webhook"] = .root { info in
      let id = try InputReader(info.arguments.values).requiredUUID("id")
      return try await info.read { try await WebhookQueries.find([id], in: $0) }[id]
    }
    resolvers["Query", "webhookDeliveries"] = .root { info in
      let input = InputReader(info.arguments.values)
      let id = try input.uuid("webhookId")
      let status = try input.choice("status", as: WebhookDelivery.Status.self)
      let page = try PageArguments.page(info.arguments, default: defaultPage)
      return try await info.read {
        try await WebhookQueries.deliveries(of: id, status: status, page: page, in: $0)
      }
    }
  }
}
