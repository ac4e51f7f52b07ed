import Contracts
import Domain
import Foundation
import GraphQL

/// The mutations of webhooks, with `WebhookCreated` and `WebhookTestResult`
enum WebhookMutationResolvers {
  static func add(to resolvers: inout Resolvers) {
    addMutations(to: &resolvers)
    resolvers.object("WebhookCreated", CreatedWebhook.self) { type in
      type.property("webhook") { $0.webhook }
      type.property("secret") { $0.secret }
    }
    resolvers.object("WebhookTestResult", WebhookTestOutcome.self) { type in
      type.property("ok") { $0.ok }
      type.property("httpStatus") { $0.responseStatus }
      type.property("latencyMs") { $0.latencyMilliseconds }
      type.property("error") { $0.error }
      type.property("deliveryId") { $0.deliveryID }
    }
  }

  private static func addMutations(to resolvers: inout Resolvers) {
    resolvers.mutation("createWebhook") { info in
      try commands(info).create(info.arguments.values, id: UUID.v7())
    } answer: { draft, info in
      let webhook = try await info.send(draft.command, endpoint: draft.command.endpointID, as: Webhook.self)
      // The answer to a repetition is the first one's, whose secret nobody has any more.
      let isFirst = webhook.id == draft.command.webhookID
      return CreatedWebhook(webhook: webhook, secret: isFirst ? draft.secret?.text : nil)
    }
    resolvers.mutation("updateWebhook") { info in
      try commands(info).update(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, as: Webhook.self)
    }
    resolvers.mutation("deleteWebhook") { info in
      try commands(info).delete(info.arguments.values)
    } answer: { command, info in
      try await info.send(command)
    }
    resolvers.mutation("testWebhook") { info in
      try commands(info).test(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, as: WebhookTestOutcome.self)
    }
    resolvers.mutation("redeliverWebhook") { info in
      try commands(info).redeliver(info.arguments.values)
    } answer: { command, info in
      try await info.send(command, as: WebhookDelivery.self)
    }
  }

  private static func commands(_ info: ResolveInfo) throws -> WebhookCommands {
    let gateway = try info.gateway
    return WebhookCommands(sealer: gateway.services.sealer, requestedBy: gateway.request.caller.name)
  }
}

/// A webhook together with its secret, for one answer.
private struct CreatedWebhook: GraphQLObject {
  let webhook: Webhook
  let secret: String?
}
