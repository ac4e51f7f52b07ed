import AMQP
import Contracts
import Foundation
import Messaging
import TestSupport
import Testing

/// The matrix of S24, tried out: every user on every exchange and queue with every verb, by really doing it.
extension Conformance {
  private enum Answer: String { case allowed, refused }

  @Test("each service's user may do at the broker what the service does, and nothing else")
  func serviceUsers() async throws {
    let file = try broker.folder.appending(path: "service-definitions.json")
    try await ServiceUser.definitions().write(to: file)
    try await broker.control("import_definitions", file.path)
    let topology = AMQPTopology(
      exchanges: Exchange.allCases.map(\.declaration) + [AMQPExchange(name: "stranger.exchange")],
      queues: ServiceUser.queues.map { AMQPQueue(name: $0) })
    try await withClient(account("nucleus", "private-owner"), topology: topology) { owner in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for user in ServiceUser.all {
          group.addTask {
            try await withClient(account(user.name, user.password)) { try await tryEverything(user, $0) }
          }
        }
        try await group.waitForAll()
      }
      for queue in ServiceUser.queues { try await owner.deleteQueue(queue) }
    }
  }

  private func account(_ name: String, _ password: String) throws -> AMQPConfiguration {
    var configuration = try configuration()
    configuration.virtualHost = "nucleus"
    (configuration.username, configuration.password) = (name, password)
    return configuration
  }

  private func tryEverything(_ user: ServiceUser, _ client: AMQPClient) async throws {
    for exchange in Exchange.allCases {
      let name = exchange.rawValue
      if exchange != .events {
        await expect(user.publishes.contains(exchange), user, "publish to \(name)") {
          try await client.publish(message("a"), exchange: name, routingKey: "none", mandatory: false)
        }
      }
      await expect(user.declaresExchanges, user, "declare \(name)") {
        try await client.declare(exchange.declaration)
      }
      for queue in ServiceUser.queues where exchange != .events {
        await bind(user, client, queue, name, "none", user.subscribes.contains(exchange))
      }
    }
    for key in ServiceUser.events {
      await expect(user.publishesEvents.contains(key), user, "publish event \(key)") {
        try await client.publish(
          message("a"), exchange: Exchange.events.rawValue, routingKey: key, mandatory: false)
      }
      for queue in ServiceUser.queues {
        await bind(user, client, queue, Exchange.events.rawValue, key, user.followsEvents.contains(key))
      }
    }
    for queue in ServiceUser.queues {
      await expect(user.declares.contains(queue), user, "declare \(queue)") {
        try await client.declare(AMQPQueue(name: queue))
      }
      let answer = try await consume(queue, client)
      #expect((answer == .allowed) == user.consumes.contains(queue), "\(user.name) consume from \(queue)")
    }
    // The default exchange would reach every queue there is.
    for exchange in ["", "amq.topic", "amq.direct", "stranger.exchange"] {
      await expect(false, user, "publish to \(exchange.isEmpty ? "the default exchange" : exchange)") {
        try await client.publish(
          message("a"), exchange: exchange, routingKey: Queue.commands.name, mandatory: false)
      }
    }
    await expect(false, user, "make an exchange of its own") {
      try await client.declare(AMQPExchange(name: "\(user.name).exchange"))
    }
    #expect(client.isConnected)
  }

  private func bind(
    _ user: ServiceUser, _ client: AMQPClient, _ queue: String, _ exchange: String, _ key: String,
    _ mayRead: Bool
  ) async {
    let binding = AMQPBinding(queue: queue, exchange: exchange, routingKey: key)
    await expect(mayRead && user.binds.contains(queue), user, "bind \(queue) to \(exchange) by \(key)") {
      try await client.declare(binding)
      try await client.unbind(binding)
    }
  }

  private func expect(
    _ isAllowed: Bool, _ user: ServiceUser, _ what: String,
    _ attempt: () async throws -> Void
  ) async {
    do {
      try await attempt()
      #expect(isAllowed, "\(user.name) may \(what)")
    } catch {
      #expect(!isAllowed && (error as? AMQPError)?.replyCode == 403, "\(user.name) may not \(what): \(error)")
    }
  }

  private func consume(_ queue: String, _ client: AMQPClient) async throws -> Answer {
    let consumer = try await client.consume(queue: queue, prefetch: 1) { await $0.ack() }
    try await eventually("the broker has answered") {
      consumer.isConsuming || consumer.lastError?.code == .accessRefused
    }
    let answer: Answer = consumer.isConsuming ? .allowed : .refused
    await consumer.cancel()
    return answer
  }
}
