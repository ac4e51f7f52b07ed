import Contracts
import Foundation

/// Where a dead letter goes when it is sent again: to where it first went, by what is known of that.
struct ReturnAddress: Sendable, Equatable {
  var exchange: Exchange
  var routingKey: String

  init(_ exchange: Exchange, _ routingKey: String) {
    self.exchange = exchange
    self.routingKey = routingKey
  }

  /// The queue says it, whatever the message says. Of what is said to many at once, its exchange does.
  ///
  /// Nil where nothing says it, and for replies: whoever waited for one does so no more.
  init?(queue: String, exchange: Exchange?, routingKey: String?) {
    if let endpoint = Queue.endpoint(of: queue) {
      self.init(.triggers, RoutingKey.trigger(endpoint: endpoint))
      return
    }
    switch (queue, exchange) {
    case (Queue.commands.name, _): self.init(.commands, RoutingKey.scheduler)
    case (Queue.requests.name, _): self.init(.requests, RoutingKey.executor)
    case (Queue.webhooks.name, _): self.init(.requests, RoutingKey.webhook)
    case (_, .events): self.init(.events, routingKey ?? "")
    case (_, .control): self.init(.control, routingKey ?? "")
    default: return nil
    }
  }
}
