import AMQP
import TestSupport
import Testing

extension Conformance {
  private func stream(_ name: String) -> AMQPQueue {
    AMQPQueue(name: name, arguments: ["x-queue-type": "stream", "x-max-length-bytes": 100_000_000])
  }

  @Test("a stream is read in its order, from any place, as often as one likes")
  func streamIsReadInOrder() async throws {
    let (exchange, queue) = (fresh("x"), fresh("stream"))
    try await withClient(topology: topology(stream(queue), exchange: exchange)) { client in
      let outcomes = await client.publish(
        batch: (0..<1_000).map { AMQPOutgoing(message("\($0)"), exchange: exchange, routingKey: queue) })
      #expect(outcomes.allSatisfy { (try? $0.get()) != nil })
      for start: Int64 in [0, 417] {
        let seen = Recorder<AMQPStreamMessage>()
        let consumer = try await client.read(stream: queue, from: { .offset(start) }, window: 16) {
          await seen.record($0)
        }
        try await eventually("all are read") { await seen.elements.last?.offset == 999 }
        await consumer.cancel()
        let offsets = await seen.elements.map(\.offset).filter { $0 >= start }
        #expect(offsets == Array(start..<1_000))
        let bodies = await seen.elements.map { String(decoding: $0.message.body, as: UTF8.self) }
        #expect(bodies.last == "999")
        #expect(await seen.elements.first?.exchange == exchange)
      }
    }
  }

  @Test("a reader whose connection is lost goes on where it says")
  func streamIsReadOnAfterALoss() async throws {
    let (exchange, queue) = (fresh("x"), fresh("stream"))
    let declaration = stream(queue)
    try await withClient(topology: topology(declaration, exchange: exchange)) { publisher in
      try await withClient { client in
        let seen = Recorder<Int64>()
        _ = try await client.read(stream: queue, from: { .offset(0) }, window: 4) {
          await seen.record($0.offset)
        }
        try await publisher.publish(message("0"), exchange: exchange, routingKey: queue)
        try await eventually("the first is read") { await seen.elements == [0] }
        // The stream goes and comes back: the subscription has to be made again.
        try await publisher.deleteQueue(queue)
        try await publisher.declare(declaration)
        try await publisher.declare(AMQPBinding(queue: queue, exchange: exchange, routingKey: queue))
        try await publisher.publish(message("again"), exchange: exchange, routingKey: queue)
        try await eventually("the reader is back") { await seen.elements.count == 2 }
      }
    }
  }

  /// The broker adds the place to headers that are as large as a sender may make them.
  @Test("a message whose headers are as large or as deep as they go is read like any other")
  func streamHoldsTheLargestHeaders() async throws {
    let (exchange, queue) = (fresh("x"), fresh("stream"))
    try await withClient(topology: topology(stream(queue), exchange: exchange)) { client in
      let raw = try broker.configuration()
      let publisher = try RawPublisher(
        port: raw.port, virtualHost: raw.virtualHost, username: raw.username, password: raw.password)
      for header in [RawField.string(String(repeating: "y", count: 131_020)), .nested(18_500), .int(1)] {
        var message = RawMessage()
        message.headers = [("header", header)]
        try publisher.publish(message, exchange: exchange, routingKey: queue)
      }
      let seen = Recorder<AMQPStreamMessage>()
      let consumer = try await client.read(stream: queue, from: { .offset(0) }) { await seen.record($0) }
      try await eventually("all are read") { await seen.elements.last?.offset == 2 }
      #expect(consumer.subscriptions == 1)
      #expect(await seen.elements.first?.message.properties.headers["header"]?.stringValue?.count == 131_020)
    }
  }

  @Test("a topology bears a queue that was made with other arguments, if it says so")
  func queueMayDiffer() async throws {
    let (exchange, queue) = (fresh("x"), fresh("stream"))
    try await withClient(topology: topology(stream(queue), exchange: exchange)) { _ in }
    var other = stream(queue)
    other.arguments["x-max-length-bytes"] = 200_000_000
    other.mayDiffer = true
    try await withClient(topology: topology(other, exchange: exchange)) { client in
      try await client.publish(message("taken"), exchange: exchange, routingKey: queue)
    }
  }
}
