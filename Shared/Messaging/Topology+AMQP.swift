import AMQP
import Contracts

extension Exchange {
  /// How the exchange is declared.
  public var declaration: AMQPExchange {
    switch kind {
    case .direct: AMQPExchange(name: rawValue, kind: .direct)
    case .topic: AMQPExchange(name: rawValue, kind: .topic)
    case .fanout: AMQPExchange(name: rawValue, kind: .fanout)
    }
  }
}

extension Queue {
  /// How the queue is declared.
  public var declaration: AMQPQueue {
    switch kind {
    case .exclusive:
      return AMQPQueue(name: name, isDurable: false, isExclusive: true, isAutoDelete: true)
    case .quorum(let singleActiveConsumer, let deadLetters):
      var arguments: [String: AMQPFieldValue] = [
        "x-queue-type": "quorum", "x-delivery-limit": .int(Int64(Queue.deliveryLimit)),
      ]
      if singleActiveConsumer { arguments["x-single-active-consumer"] = true }
      if deadLetters {
        arguments["x-dead-letter-exchange"] = .string(Exchange.dead.rawValue)
        arguments["x-dead-letter-strategy"] = "at-least-once"
        // At-least-once dead-lettering works only for queues that refuse what they cannot hold.
        arguments["x-overflow"] = "reject-publish"
      }
      return AMQPQueue(name: name, arguments: arguments)
    case .stream(let limits):
      return AMQPQueue(
        name: name,
        arguments: [
          "x-queue-type": "stream", "x-max-age": .string("\(limits.maximumAge)s"),
          "x-max-length-bytes": .int(limits.maximumBytes),
          "x-stream-max-segment-size-bytes": .int(limits.segmentBytes),
        ], mayDiffer: true)
    }
  }

  public var bindingDeclarations: [AMQPBinding] {
    bindings.map { AMQPBinding(queue: name, exchange: $0.exchange.rawValue, routingKey: $0.routingKey) }
  }
}

extension AMQPTopology {
  /// All exchanges and the given queues with their bindings.
  public static func of(exchanges: [Exchange] = [], queues: [Queue]) -> AMQPTopology {
    AMQPTopology(
      exchanges: exchanges.map(\.declaration), queues: queues.map(\.declaration),
      bindings: queues.flatMap(\.bindingDeclarations))
  }
}

extension AMQPClient {
  /// Declares one queue with its bindings. Declaring what is there already changes nothing.
  public func declare(_ queue: Queue) async throws(AMQPError) {
    try await declare(queue.declaration)
    for binding in queue.bindingDeclarations { try await declare(binding) }
  }
}
