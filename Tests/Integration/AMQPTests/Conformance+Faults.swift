import AMQP
import TestSupport
import Testing

extension Conformance {
  @Test(
    "a stopped, then a killed broker: told at once, refused at once, back by itself, nothing confirmed lost")
  func stopAndKill() async throws {
    let (exchange, queue, replies) = (fresh("x"), fresh("q"), fresh("replies"))
    var topology = topology(
      AMQPQueue(name: queue, arguments: ["x-queue-type": "quorum"]), exchange: exchange)
    topology.queues.append(AMQPQueue(name: replies, isDurable: false, isExclusive: true, isAutoDelete: true))
    topology.bindings.append(AMQPBinding(queue: replies, exchange: exchange, routingKey: replies))
    let broker = try broker
    try await withClient(topology: topology) { client in
      let seen = Recorder<String>()
      let consumer = try await client.consume(queue: replies, prefetch: 1) { delivery in
        await seen.record(delivery.text)
        await delivery.ack()
      }
      try await consumer.waitUntilConsuming()
      // The broker registers a new quorum queue on disk a moment late, so it is stopped before it is killed.
      for (round, isKill) in [false, true].enumerated() {
        let results = await client.publish(
          batch: (0..<500).map {
            AMQPOutgoing(message("\(round).\($0)"), exchange: exchange, routingKey: queue)
          })
        #expect(results.allSatisfy { if case .success = $0 { true } else { false } })
        if isKill { await broker.kill() } else { try await broker.stop() }
        // By a heartbeat it would be known after twenty seconds.
        try await eventually(within: .seconds(4), "the loss is known") { !client.isConnected }
        await expectRefusals(by: client, exchange: exchange)
        #expect(!consumer.isConsuming)

        try await broker.start()
        try await client.waitUntilConnected(timeout: .seconds(30))
        try await consumer.waitUntilConsuming(timeout: .seconds(30))
        try await client.publish(message("back"), exchange: exchange, routingKey: replies)
        try await eventually("the consumer is back") { await seen.count == round + 1 }
      }
      let survivors = Recorder<String>()
      try await client.consume(queue: queue, prefetch: 100) { delivery in
        await survivors.record(delivery.text)
        await delivery.ack()
      }
      try await eventually("nothing confirmed was lost") { await Set(survivors.elements).count == 1_000 }
      try await client.deleteQueue(queue)
    }
  }

  private func expectRefusals(by client: AMQPClient, exchange: String) async {
    let start = ContinuousClock.now
    let published = await failure { () throws(AMQPError) in
      try await client.publish(message("a"), exchange: exchange, routingKey: "k")
    }
    #expect(published?.code == .notConnected)
    let declared = await failure { () throws(AMQPError) in
      try await client.declare(AMQPExchange(name: exchange))
    }
    #expect(declared?.code == .notConnected)
    // Whoever waited for the connection would wait until the deadline.
    #expect(ContinuousClock.now - start < .seconds(3))
  }

  @Test("a memory alarm stops publishing and nothing else; waiting publishers go on when it clears")
  func memoryAlarm() async throws {
    let (exchange, queue) = (fresh("x"), fresh("q"))
    let broker = try broker
    try await withClient(topology: topology(AMQPQueue(name: queue), exchange: exchange)) { client in
      let seen = Recorder<String>()
      _ = await client.publish(
        batch: (0..<10).map { AMQPOutgoing(message("\($0)"), exchange: exchange, routingKey: queue) })
      try await broker.setMemoryAlarm(true)
      do {
        // The first message is written before the broker says that it does not read.
        async let first: Void = client.publish(
          message("first"), exchange: exchange, routingKey: queue, timeout: .seconds(30))
        try await eventually("the block is known") { client.isBlocked }
        async let second: Void = client.publish(
          message("second"), exchange: exchange, routingKey: queue, timeout: .seconds(30))
        let start = ContinuousClock.now
        let error = await failure { () throws(AMQPError) in
          try await client.publish(
            message("late"), exchange: exchange, routingKey: queue, timeout: .milliseconds(300))
        }
        #expect(error?.code == .blocked)
        #expect(error?.isOutcomeUnknown == false)
        #expect((.milliseconds(300) ... .seconds(4)).contains(ContinuousClock.now - start))

        let ready = try await client.messageCount(of: queue)
        #expect(ready == 10)
        try await client.consume(queue: queue, prefetch: 5) { delivery in
          await seen.record(delivery.text)
          await delivery.ack()
        }
        try await eventually("consumers go on") { await seen.count == 10 }
        #expect(client.isConnected)
        try await broker.setMemoryAlarm(false)
        try await first
        try await second
      }
      #expect(!client.isBlocked)
      try await eventually("waiting messages arrive") {
        await seen.elements.suffix(2) == ["first", "second"]
      }
      #expect(await !seen.elements.contains("late"))
    }
  }

  @Test("a frozen broker is found dead within two heartbeats, and no caller waits past its deadline")
  func frozenBroker() async throws {
    let (exchange, queue) = (fresh("x"), fresh("q"))
    let broker = try broker
    var configuration = try configuration()
    configuration.heartbeat = .seconds(2)
    configuration.connectTimeout = .seconds(1)
    try await withClient(configuration, topology: topology(AMQPQueue(name: queue), exchange: exchange)) {
      client in
      try await client.publish(message("a"), exchange: exchange, routingKey: queue)
      await broker.freeze()
      let start = ContinuousClock.now
      // More than any socket buffers: a thread that blocked in a write could not answer at the deadline.
      let results = await client.publish(
        batch: (0..<40).map { _ in
          AMQPOutgoing(
            AMQPMessage(body: [UInt8](repeating: 0, count: 1_000_000)), exchange: exchange, routingKey: queue,
            timeout: .milliseconds(500))
        })
      #expect(
        results.allSatisfy { if case .failure(let error) = $0 { error.code == .timedOut } else { false } })
      #expect(ContinuousClock.now - start < .seconds(3))
      try await eventually("the loss is known") { !client.isConnected }
      #expect(ContinuousClock.now - start < .seconds(6))
      await broker.thaw()
      try await client.waitUntilConnected(timeout: .seconds(15))
      try await client.publish(message("b"), exchange: exchange, routingKey: queue)
    }
  }
}
