import Contracts
import Foundation

/// Where a message can be thrown, with what would be right there.
struct PoisonPlace: Sendable {
  let name: String
  let exchange: String
  let routingKey: String
  /// A type that belongs there.
  let type: MessageType
  /// A type that is known and does not belong there.
  let otherType: MessageType
  /// What dead letters from there name as their queue.
  let queue: String

  /// All queues of a platform: those of the services as well as those of single processes.
  /// - Parameters:
  ///   - endpoint: whose queue an executor consumes.
  ///   - replies: the queue of a gateway process.
  static func all(endpoint: UUID, replies: String) -> [PoisonPlace] {
    [
      PoisonPlace(
        name: "commands", exchange: "nucleus.commands", routingKey: "scheduler", type: .collectionPause,
        otherType: .runTriggered, queue: "nucleus.scheduler.commands"),
      PoisonPlace(
        name: "requests", exchange: "nucleus.requests", routingKey: "executor", type: .endpointTest,
        otherType: .collectionPause, queue: "nucleus.executor.requests"),
      PoisonPlace(
        name: "endpoint", exchange: "nucleus.triggers", routingKey: endpoint.lowercased, type: .runTriggered,
        otherType: .runCancelled, queue: Queue.endpoint(endpoint).name),
      PoisonPlace(
        name: "webhooks", exchange: "nucleus.requests", routingKey: RoutingKey.webhook, type: .webhookDeliver,
        otherType: .collectionPause, queue: Queue.webhooks.name),
      PoisonPlace(
        name: "ends", exchange: "nucleus.events", routingKey: "run.failed.\(endpoint.lowercased)",
        type: .runFailed, otherType: .collectionPause, queue: "nucleus.events"),
      PoisonPlace(
        name: "events", exchange: "nucleus.events", routingKey: "endpoint.updated.\(endpoint.lowercased)",
        type: .endpointUpdated, otherType: .runFailed, queue: "nucleus.events"),
      PoisonPlace(
        name: "control", exchange: "nucleus.control", routingKey: "", type: .runCancelled,
        otherType: .collectionPause, queue: "nucleus.control"),
      PoisonPlace(
        name: "replies", exchange: "nucleus.replies", routingKey: replies, type: .commandReplied,
        otherType: .runStarted, queue: replies),
      PoisonPlace(
        name: "dead", exchange: "nucleus.dead", routingKey: "", type: .runTriggered, otherType: .runStarted,
        queue: "nucleus.dead"),
    ]
  }
}
