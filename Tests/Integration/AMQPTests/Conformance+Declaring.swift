import AMQP
import TestSupport
import Testing

extension Conformance {
  @Test("another declaration of an existing queue is a typed error, and the client stays usable")
  func redeclaration() async throws {
    let queue = fresh("q")
    try await withClient { client in
      try await client.declare(AMQPQueue(name: queue))
      try await client.declare(AMQPQueue(name: queue))
      let error = await failure { () throws(AMQPError) in
        try await client.declare(AMQPQueue(name: queue, arguments: ["x-max-length": 1]))
      }
      #expect(error?.code == .preconditionFailed)
      #expect(error?.replyCode == 406)
      #expect(error?.isRetriable == false)
      let ready = try await client.messageCount(of: queue)
      #expect(ready == 0)
      #expect(client.isConnected)
      try await client.deleteQueue(queue)
      try await client.deleteQueue(queue)
      let missing = await failure { () throws(AMQPError) in _ = try await client.messageCount(of: queue) }
      #expect(missing?.code == .notFound)
    }
  }

  @Test("requests of many callers are answered each with its own answer")
  func concurrentRequests() async throws {
    let exchange = fresh("x")
    try await withClient { client in
      try await client.declare(AMQPExchange(name: exchange, kind: .fanout))
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<20 {
          group.addTask {
            let queue = AMQPQueue(name: "\(exchange).\(index)", isExclusive: true)
            try await client.declare(queue)
            try await client.declare(AMQPBinding(queue: queue.name, exchange: exchange))
            if index % 2 == 0 { try await client.unbind(AMQPBinding(queue: queue.name, exchange: exchange)) }
            let missing = await failure { () throws(AMQPError) in
              _ = try await client.messageCount(of: "missing.\(index)")
            }
            #expect(missing?.code == .notFound)
          }
        }
        try await group.waitForAll()
      }
      try await client.publish(message("a"), exchange: exchange, routingKey: "")
      for index in 0..<20 {
        let ready = try await client.messageCount(of: "\(exchange).\(index)")
        #expect(ready == index % 2)
      }
      let purged = try await client.purgeQueue("\(exchange).1")
      #expect(purged == 1)
      try await client.deleteExchange(exchange)
    }
  }

  @Test("what a user may not do is access refused, on every kind of channel")
  func accessRefused() async throws {
    let (exchange, queue) = (fresh("x"), fresh("q"))
    try await withClient(topology: topology(AMQPQueue(name: queue), exchange: exchange)) { _ in
      var configuration = try broker.configuration(for: BrokerTrait.outsider)
      configuration.backoff = try self.configuration().backoff
      try await withClient(configuration) { outsider in
        let declared = await failure { () throws(AMQPError) in
          try await outsider.declare(AMQPQueue(name: "other"))
        }
        #expect(declared?.code == .accessRefused)
        #expect(declared?.replyCode == 403)
        let published = await failure { () throws(AMQPError) in
          try await outsider.publish(message("a"), exchange: exchange, routingKey: queue)
        }
        #expect(published?.code == .accessRefused)
        #expect(published?.isRetriable == false)
        let consumer = try await outsider.consume(queue: queue, prefetch: 1) { await $0.ack() }
        try await eventually("the refusal is known") { consumer.lastError?.code == .accessRefused }
        #expect(!consumer.isConsuming)
        await consumer.cancel()
        #expect(outsider.isConnected)
      }
    }
  }
}
