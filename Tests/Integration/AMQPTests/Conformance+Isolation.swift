import AMQP
import TestSupport
import Testing

extension Conformance {
  private static let quorum: [String: AMQPFieldValue] = [
    "x-queue-type": "quorum", "x-single-active-consumer": true,
  ]

  @Test("A message on its own channel is confirmed, refused or returned like any other")
  func isolatedMessages() async throws {
    let (exchange, queue) = (fresh("x"), AMQPQueue(name: fresh("q")))
    try await withClient(topology: topology(queue, exchange: exchange)) { client in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...50 {
          group.addTask {
            try await client.publish(
              isolated: AMQPOutgoing(self.message("\(number)"), exchange: exchange, routingKey: queue.name))
          }
        }
        try await group.waitForAll()
      }
      let long = AMQPMessage(body: Array(repeating: 7, count: 1_000_000))
      try await client.publish(
        isolated: AMQPOutgoing(long, exchange: exchange, routingKey: queue.name))
      #expect(try await client.messageCount(of: queue.name) == 51)
      await #expect(throws: AMQPError.self) {
        try await client.publish(
          isolated: AMQPOutgoing(self.message("lost"), exchange: exchange, routingKey: "nobody"))
      }
      await #expect(throws: AMQPError.self) {
        try await client.publish(
          isolated: AMQPOutgoing(self.message("lost"), exchange: self.fresh("none"), routingKey: "k"))
      }
      // The connection has borne all of it.
      try await client.publish(message("last"), exchange: exchange, routingKey: queue.name)
    }
  }

  @Test("A queue without a leader holds up its channel, and no isolated message")
  func silentQueue() async throws {
    let exchange = fresh("x")
    let (silent, sound) = (
      AMQPQueue(name: fresh("q"), arguments: Self.quorum), AMQPQueue(name: fresh("q"), arguments: Self.quorum)
    )
    let both = AMQPTopology(
      exchanges: [AMQPExchange(name: exchange)], queues: [silent, sound],
      bindings: [silent, sound].map { AMQPBinding(queue: $0.name, exchange: exchange, routingKey: $0.name) })
    let broker = try broker
    try await withClient(topology: both) { client in
      try await broker.loseLeader(of: silent.name)
      func outgoing(_ queue: AMQPQueue, _ timeout: Duration = .seconds(5)) -> AMQPOutgoing {
        AMQPOutgoing(message("m"), exchange: exchange, routingKey: queue.name, timeout: timeout)
      }
      let answers = [
        try await client.answers(queue: sound.name, timeout: .seconds(5)),
        try await client.answers(queue: silent.name, timeout: .seconds(1)),
      ]
      #expect(answers == [true, false])
      await #expect(throws: AMQPError.self) {
        _ = try await client.answers(queue: fresh("none"), timeout: .seconds(1))
      }
      await #expect(throws: AMQPError.self) {
        try await client.publish(isolated: outgoing(silent, .seconds(1)))
      }
      try await client.publish(isolated: outgoing(sound))

      let results = await client.publish(
        batch: [silent, sound].map { outgoing($0, .seconds(1)) })
      for result in results {
        #expect(throws: AMQPError(.timedOut, operation: "publish", isOutcomeUnknown: true)) {
          try result.get()
        }
      }
      try await client.publish(isolated: outgoing(sound))

      await client.restartPublishing()
      try await client.waitUntilConnected()
      // It may still be the connection of before that is seen as there.
      try await eventually(within: .seconds(10), "a batch without the silent queue is confirmed") {
        guard case .failure(let error) = await client.publish(batch: [outgoing(sound)]).first else {
          return true
        }
        guard error.code == .notConnected else { throw error }
        return false
      }

      // Deleting it takes the broker five seconds, and then it is as good as new.
      try await client.deleteQueue(silent.name)
      try await client.declare(silent)
      try await client.declare(both.bindings[0])
      try await client.waitUntilConnected()
      try await client.publish(isolated: outgoing(silent))
      let revived = try await client.answers(queue: silent.name, timeout: .seconds(5))
      #expect(revived)

      let consumer = try await client.consume(queue: sound.name, prefetch: 1) { _ in }
      try await consumer.waitUntilConsuming()
      let consumed = try await client.answers(queue: sound.name, timeout: .seconds(5))
      #expect(consumed)
      await consumer.cancel()
    }
  }
}
