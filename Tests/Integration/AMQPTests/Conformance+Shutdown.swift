import Logging
import ServiceLifecycle
import TestSupport
import Testing

@testable import AMQP

extension Conformance {
  @Test("shutdown lets handlers in flight finish and settle, and publish meanwhile")
  func gracefulShutdown() async throws {
    let (exchange, queue, results) = (fresh("x"), fresh("q"), fresh("results"))
    var topology = topology(AMQPQueue(name: queue), exchange: exchange)
    topology.queues.append(AMQPQueue(name: results))
    topology.bindings.append(AMQPBinding(queue: results, exchange: exchange, routingKey: results))
    let client = AMQPClient(
      configuration: try configuration(), topology: topology, logger: Logger(label: "test"))
    let group = ServiceGroup(services: [client], logger: Logger(label: "test"))
    let started = Recorder<String>()
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      try await client.waitUntilConnected()
      let consumer = try await client.consume(queue: queue, prefetch: 1) { delivery in
        await started.record(delivery.text)
        try? await eventually("shutdown has begun") { !(await started.elements.last == delivery.text) }
        try? await client.publish(message("done"), exchange: exchange, routingKey: results)
        await delivery.ack()
      }
      _ = await client.publish(
        batch: (0..<3).map { AMQPOutgoing(message("\($0)"), exchange: exchange, routingKey: queue) })
      try await eventually("a handler runs") { await started.count == 1 }
      await group.triggerGracefulShutdown()
      try await eventually("the consumer is cancelled") { !consumer.isConsuming }
      await started.record("go on")
      try await tasks.waitForAll()
    }
    #expect(!client.isConnected)
    let refused = await failure { () throws(AMQPError) in
      _ = try await client.consume(queue: queue, prefetch: 1) { await $0.ack() }
    }
    #expect(refused?.code == .closed)
    #expect(await started.elements == ["0", "go on"])
    try await withClient { other in
      let left = try await other.messageCount(of: queue)
      #expect(left == 2)
      let published = try await other.messageCount(of: results)
      #expect(published == 1)
    }
  }

  @Test("a handler that takes longer than the grace is cancelled and its message goes back")
  func shutdownGrace() async throws {
    let (exchange, queue) = (fresh("x"), fresh("q"))
    var configuration = try configuration()
    configuration.shutdownGrace = .milliseconds(200)
    let started = Recorder<String>()
    let begin = ContinuousClock.now
    try await withClient(configuration, topology: topology(AMQPQueue(name: queue), exchange: exchange)) {
      client in
      try await client.consume(queue: queue, prefetch: 1) { delivery in
        await started.record(delivery.text)
        try? await Task.sleep(for: .seconds(60))
      }
      try await client.publish(message("slow"), exchange: exchange, routingKey: queue)
      try await eventually("the handler runs") { await started.count == 1 }
    }
    #expect(ContinuousClock.now - begin < .seconds(10))
    try await withClient { other in
      try await eventually("the message is back") { try await other.messageCount(of: queue) == 1 }
    }
  }

  @Test("a client that was released leaves neither connection nor thread behind")
  func release() async throws {
    var client: AMQPClient? = AMQPClient(
      configuration: try configuration(), logger: Logger(label: "test"))
    weak let publisher = client?.publisher
    weak let consumer = client?.consumer
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { [client] in try await client?.run() }
      try await client?.waitUntilConnected()
      group.cancelAll()
      try await group.waitForAll()
    }
    client = nil
    try await eventually("both links are gone") { publisher == nil && consumer == nil }
  }
}
