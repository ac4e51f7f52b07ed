import AMQP
import Foundation
import Logging
import TestSupport
import Testing

/// The client against a real broker. One at a time: some tests stop the broker or raise its alarm.
@Suite("The client against RabbitMQ", .serialized, .privateBroker, .timeLimit(.minutes(3)))
struct Conformance {
  var broker: PrivateBroker {
    get throws { try #require(BrokerTrait.broker) }
  }

  /// Fast enough for tests, otherwise as in production.
  func configuration() throws -> AMQPConfiguration {
    var configuration = try broker.configuration()
    configuration.backoff = AMQPBackoff(minimum: .milliseconds(20), maximum: .milliseconds(500))
    return configuration
  }

  /// Runs a client while `body` runs, and waits until it has shut down.
  func withClient(
    _ configuration: AMQPConfiguration? = nil, topology: AMQPTopology = .empty,
    _ body: @escaping @Sendable (AMQPClient) async throws -> Void
  ) async throws {
    let client = AMQPClient(
      configuration: try configuration ?? self.configuration(), topology: topology,
      logger: Logger(label: "test"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await client.run() }
      group.addTask {
        try await client.waitUntilConnected(timeout: .seconds(30))
        try await body(client)
      }
      // The client ends only with the group, so the first to end is the body.
      try await group.next()
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  /// A name that no other test uses.
  func fresh(_ prefix: String) -> String { "\(prefix).\(UUID().uuidString.prefix(8).lowercased())" }

  /// A direct exchange with one queue bound by the queue's name.
  func topology(_ queue: AMQPQueue, exchange: String) -> AMQPTopology {
    AMQPTopology(
      exchanges: [AMQPExchange(name: exchange)], queues: [queue],
      bindings: [AMQPBinding(queue: queue.name, exchange: exchange, routingKey: queue.name)])
  }

  func message(_ text: String) -> AMQPMessage {
    AMQPMessage(body: Array(text.utf8), properties: AMQPProperties(messageID: text))
  }
}
