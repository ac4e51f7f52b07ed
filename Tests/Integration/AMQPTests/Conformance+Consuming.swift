import AMQP
import TestSupport
import Testing

extension Conformance {
  @Test("a consumer whose queue is deleted learns of it and is rebuilt when the queue is back")
  func queueDeleted() async throws {
    let (exchange, queue) = (fresh("x"), fresh("q"))
    let declaration = AMQPQueue(name: queue, arguments: ["x-queue-type": "quorum"])
    try await withClient { client in
      try await client.declare(AMQPExchange(name: exchange))
      try await client.declare(declaration)
      let seen = Recorder<String>()
      let consumer = try await client.consume(queue: queue, prefetch: 1) { delivery in
        await seen.record(delivery.text)
        await delivery.ack()
      }
      try await consumer.waitUntilConsuming()
      try await client.deleteQueue(queue)
      try await eventually("the consumer learns") { !consumer.isConsuming }
      // The broker takes the connection of who consumes from a quorum queue that is just being made.
      try await eventually("the queue is back") {
        do throws(AMQPError) {
          try await client.declare(declaration)
          try await client.declare(AMQPBinding(queue: queue, exchange: exchange, routingKey: queue))
          return true
        } catch {
          guard error.isRetriable else { throw error }
          return false
        }
      }
      try await eventually("the consumer is back") { consumer.isConsuming }
      try await client.publish(message("again"), exchange: exchange, routingKey: queue)
      try await eventually("the message is delivered") { await seen.elements == ["again"] }
    }
  }

  @Test("never more handlers at once than the prefetch, and unsettled deliveries go back")
  func prefetch() async throws {
    let (exchange, queue) = (fresh("x"), fresh("q"))
    try await withClient(topology: topology(AMQPQueue(name: queue), exchange: exchange)) { client in
      let gauge = Gauge()
      let consumer = try await client.consume(queue: queue, prefetch: 4) { delivery in
        await gauge.enter(delivery.text)
        // The first sight of each is left unsettled.
        if delivery.isRedelivered { await delivery.ack() }
        await gauge.leave()
      }
      _ = await client.publish(
        batch: (0..<40).map { AMQPOutgoing(message("\($0)"), exchange: exchange, routingKey: queue) })
      try await eventually("each is seen twice") { await gauge.seen.count >= 80 }
      #expect(await gauge.highest <= 4)
      #expect(await gauge.seen.count == 80)
      await consumer.cancel()
      let left = try await client.messageCount(of: queue)
      #expect(left == 0)
    }
  }

  @Test("what handlers acknowledge while their consumer is cancelled does not come back")
  func acknowledgedWhileCancelled() async throws {
    let (exchange, queue) = (fresh("x"), fresh("q"))
    let declaration = AMQPQueue(name: queue, arguments: ["x-queue-type": "quorum"])
    try await withClient(topology: topology(declaration, exchange: exchange)) { client in
      let (inHand, released, done) = (Recorder<String>(), Recorder<Bool>(), Recorder<String>())
      let first = try await client.consume(queue: queue, prefetch: 20) { delivery in
        await inHand.record(delivery.text)
        try? await eventually("all are in hand") { await released.count > 0 }
        await delivery.ack()
        await done.record(delivery.text)
      }
      _ = await client.publish(
        batch: (0..<20).map { AMQPOutgoing(message("\($0)"), exchange: exchange, routingKey: queue) })
      try await eventually("all are in hand") { await inHand.count == 20 }
      await released.record(true)
      await first.cancel()
      try await eventually("all are acknowledged") { await done.count == 20 }
      let seen = Recorder<String>()
      let second = try await client.consume(queue: queue, prefetch: 20) { delivery in
        await seen.record(delivery.text)
        await delivery.ack()
      }
      try await client.publish(message("later"), exchange: exchange, routingKey: queue)
      try await eventually("the later one comes") { await seen.elements.last == "later" }
      #expect(await seen.elements == ["later"])
      await second.cancel()
    }
  }

  @Test("a poisonous message is dead-lettered by rejecting it without requeue")
  func poison() async throws {
    let (exchange, queue, dead) = (fresh("x"), fresh("q"), fresh("dead"))
    var topology = topology(
      AMQPQueue(
        name: queue,
        arguments: ["x-queue-type": "quorum", "x-dead-letter-exchange": .string(dead)]), exchange: exchange)
    topology.exchanges.append(AMQPExchange(name: dead, kind: .fanout))
    topology.queues.append(AMQPQueue(name: dead))
    topology.bindings.append(AMQPBinding(queue: dead, exchange: dead))
    try await withClient(topology: topology) { client in
      try await client.consume(queue: queue, prefetch: 1) { delivery in
        await delivery.reject(requeue: delivery.text != "poison")
        await delivery.ack()
      }
      try await client.publish(message("poison"), exchange: exchange, routingKey: queue)
      let buried = Recorder<AMQPDelivery>()
      try await client.consume(queue: dead, prefetch: 1) { delivery in
        await delivery.ack()
        await buried.record(delivery)
      }
      try await eventually("it is dead-lettered") { await buried.count == 1 }
      let death = await buried.elements.first
      #expect(death?.text == "poison")
      guard case .list(let deaths) = death?.message.properties.headers["x-death"],
        case .table(let first) = deaths.first
      else { throw PrivateBrokerFailure(reason: "no x-death header") }
      #expect(first["queue"] == .string(queue))
      #expect(first["reason"] == "rejected")
    }
  }

  @Test("acknowledging after a reconnect does nothing, and the message comes again")
  func staleAcknowledgement() async throws {
    let (exchange, queue) = (fresh("x"), fresh("q"))
    let declaration = AMQPQueue(name: queue, arguments: ["x-queue-type": "quorum"])
    try await withClient(topology: topology(declaration, exchange: exchange)) { client in
      let seen = Recorder<AMQPDelivery>()
      let consumer = try await client.consume(queue: queue, prefetch: 1) { delivery in
        await seen.record(delivery)
        guard !delivery.isRedelivered else { return await delivery.ack() }
        // Held over the loss of the connection.
        try? await eventually("the connection is lost and back") {
          await seen.count == 2 || !client.isConnected
        }
        try? await eventually("the connection is back") { client.isConnected }
        await delivery.ack()
      }
      try await client.publish(message("a"), exchange: exchange, routingKey: queue)
      try await eventually("it is delivered") { await seen.count == 1 }
      try await broker.control("close_all_connections", "test")
      try await eventually("it is delivered again") { await seen.count == 2 }
      #expect(await seen.elements.map(\.isRedelivered) == [false, true])
      try await eventually("it is gone") { try await client.messageCount(of: queue) == 0 }
      #expect(consumer.isConsuming)
      await consumer.cancel()
      let left = try await client.messageCount(of: queue)
      #expect(left == 0)
      #expect(client.isConnected)
    }
  }

  @Test("200 consumers of one client each get their messages")
  func manyConsumers() async throws {
    let exchange = fresh("x")
    let queues = (0..<200).map { "\(exchange).\($0)" }
    let topology = AMQPTopology(
      exchanges: [AMQPExchange(name: exchange)],
      queues: queues.map { AMQPQueue(name: $0, isDurable: false, isExclusive: true) },
      bindings: queues.map { AMQPBinding(queue: $0, exchange: exchange, routingKey: $0) })
    try await withClient(topology: topology) { client in
      let seen = Recorder<String>()
      var consumers: [AMQPConsumer] = []
      for queue in queues {
        consumers.append(
          try await client.consume(queue: queue, prefetch: 1) { delivery in
            await seen.record(delivery.routingKey)
            await delivery.ack()
          })
      }
      for consumer in consumers { try await consumer.waitUntilConsuming() }
      let results = await client.publish(
        batch: queues.map { AMQPOutgoing(message("m"), exchange: exchange, routingKey: $0) })
      #expect(results.allSatisfy { if case .success = $0 { true } else { false } })
      try await eventually("all are delivered") { await seen.count == 200 }
      #expect(Set(await seen.elements) == Set(queues))
      for consumer in consumers { await consumer.cancel() }
      #expect(consumers.allSatisfy { !$0.isConsuming })
    }
  }

  @Test("a client takes 2,000 consumers and refuses the next with a typed error")
  func tooManyConsumers() async throws {
    try await withClient { client in
      let queue = fresh("q")
      try await client.declare(AMQPQueue(name: queue, isDurable: false, isExclusive: true))
      var consumers: [AMQPConsumer] = []
      for _ in 0..<AMQPClient.maximumConsumers {
        consumers.append(try await client.consume(queue: queue, prefetch: 1) { await $0.ack() })
      }
      let error = await failure { () throws(AMQPError) in
        _ = try await client.consume(queue: queue, prefetch: 1) { await $0.ack() }
      }
      #expect(error?.code == .tooManyConsumers)
      for consumer in consumers { try await consumer.waitUntilConsuming() }
      await consumers[0].cancel()
      try await eventually("there is room again") {
        do {
          _ = try await client.consume(queue: queue, prefetch: 1) { await $0.ack() }
          return true
        } catch {
          return false
        }
      }
    }
  }
}
