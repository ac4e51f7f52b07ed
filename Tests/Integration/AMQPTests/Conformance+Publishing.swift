import AMQP
import Foundation
import TestSupport
import Testing

extension Conformance {
  @Test("10,000 messages are confirmed exactly once each, and each is in the queue once")
  func tenThousandConfirms() async throws {
    let (exchange, queue) = (fresh("x"), fresh("q"))
    let declaration = AMQPQueue(name: queue, arguments: ["x-queue-type": "quorum"])
    try await withClient(topology: topology(declaration, exchange: exchange)) { client in
      let batch = (0..<10_000).map {
        AMQPOutgoing(message("\($0)"), exchange: exchange, routingKey: queue, timeout: .seconds(60))
      }
      let results = await client.publish(batch: batch)
      #expect(results.count == 10_000)
      #expect(results.allSatisfy { if case .success = $0 { true } else { false } })
      let ready = try await client.messageCount(of: queue)
      #expect(ready == 10_000)
      let seen = Recorder<String>()
      let consumer = try await client.consume(queue: queue, prefetch: 500) { delivery in
        await seen.record(delivery.text)
        await delivery.ack()
      }
      try await eventually("all are delivered") { await seen.count >= 10_000 }
      await consumer.cancel()
      #expect(Set(await seen.elements).count == 10_000)
      #expect(await seen.count == 10_000)
      try await client.deleteQueue(queue)
    }
  }

  @Test("many concurrent callers each get their own confirmation")
  func concurrentPublishers() async throws {
    let (exchange, queue) = (fresh("x"), fresh("q"))
    var configuration = try configuration()
    configuration.publishWindow = 7
    try await withClient(configuration, topology: topology(AMQPQueue(name: queue), exchange: exchange)) {
      client in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<300 {
          group.addTask {
            try await client.publish(message("\(index)"), exchange: exchange, routingKey: queue)
          }
        }
        try await group.waitForAll()
      }
      let ready = try await client.messageCount(of: queue)
      #expect(ready == 300)
    }
  }

  @Test("an unroutable message fails when it is mandatory and is dropped when it is not")
  func unroutable() async throws {
    let (exchange, queue) = (fresh("x"), fresh("q"))
    try await withClient(topology: topology(AMQPQueue(name: queue), exchange: exchange)) { client in
      let error = await failure { () throws(AMQPError) in
        try await client.publish(message("a"), exchange: exchange, routingKey: "nowhere")
      }
      #expect(error?.code == .unroutable)
      #expect(error?.replyCode == 312)
      #expect(error?.isOutcomeUnknown == false)
      try await client.publish(message("b"), exchange: exchange, routingKey: "nowhere", mandatory: false)

      let batch = (0..<200).map {
        AMQPOutgoing(message("\($0)"), exchange: exchange, routingKey: $0 % 3 == 0 ? "nowhere" : queue)
      }
      for (index, result) in await client.publish(batch: batch).enumerated() {
        switch result {
        case .success: #expect(index % 3 != 0)
        case .failure(let error): #expect(index % 3 == 0 && error.code == .unroutable)
        }
      }
    }
  }

  @Test("a full queue refuses with negative confirmations")
  func fullQueue() async throws {
    let (exchange, queue) = (fresh("x"), fresh("q"))
    let declaration = AMQPQueue(
      name: queue, arguments: ["x-max-length": 5, "x-overflow": "reject-publish"])
    try await withClient(topology: topology(declaration, exchange: exchange)) { client in
      let results = await client.publish(
        batch: (0..<50).map { AMQPOutgoing(message("\($0)"), exchange: exchange, routingKey: queue) })
      let refused = results.filter {
        if case .failure(let error) = $0 { error.code == .nacked } else { false }
      }
      let taken = results.filter { if case .success = $0 { true } else { false } }
      #expect(!refused.isEmpty && !taken.isEmpty)
      #expect(refused.count + taken.count == 50)
      let ready = try await client.messageCount(of: queue)
      #expect(ready == taken.count)
    }
  }

  @Test("bodies of every size and headers of every type arrive as they were sent")
  func fidelity() async throws {
    let (exchange, queue) = (fresh("x"), fresh("q"))
    try await withClient(topology: topology(AMQPQueue(name: queue), exchange: exchange)) { client in
      let frame = 32 * 1_024 - 8
      let sizes = [0, 1, 4_096, frame - 1, frame, frame + 1, 3 * frame, 5_000_000]
      let properties = AMQPProperties(
        messageID: "id", type: "t.v1", correlationID: "c", replyTo: "r", expiration: "60000",
        timestamp: .init(timeIntervalSince1970: 1_700_000_000), appID: "app", contentType: "application/json",
        contentEncoding: "identity", userID: "owner", priority: 3, isPersistent: false,
        headers: [
          "string": "é", "int": -5, "bool": true, "double": 1.5, "void": .void,
          "time": .timestamp(.init(timeIntervalSince1970: 1_700_000_000)), "bytes": .bytes([0, 255]),
          "list": .list(["a", 1]), "table": .table(["b": .table(["c": false])]),
        ])
      let sent = sizes.map { size in
        AMQPMessage(body: (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }, properties: properties)
      }
      let seen = Recorder<AMQPMessage>()
      try await client.consume(queue: queue, prefetch: 1) { delivery in
        await seen.record(delivery.message)
        await delivery.ack()
      }
      let results = await client.publish(
        batch: sent.map { AMQPOutgoing($0, exchange: exchange, routingKey: queue) })
      #expect(results.allSatisfy { if case .success = $0 { true } else { false } })
      try await eventually("all are delivered") { await seen.count == sizes.count }
      #expect(await seen.elements == sent)
    }
  }

  @Test("a missing exchange fails its own message for good and leaves the client usable")
  func missingExchange() async throws {
    let (exchange, queue) = (fresh("x"), fresh("q"))
    try await withClient(topology: topology(AMQPQueue(name: queue), exchange: exchange)) { client in
      let results = await client.publish(batch: [
        AMQPOutgoing(message("a"), exchange: exchange, routingKey: queue),
        AMQPOutgoing(message("b"), exchange: "missing", routingKey: queue),
        AMQPOutgoing(message("c"), exchange: exchange, routingKey: queue),
      ])
      guard case .failure(let error) = results[1] else { throw PrivateBrokerFailure(reason: "no failure") }
      #expect(error.code == .notFound)
      #expect(error.replyCode == 404)
      for case .failure(let error) in [results[0], results[2]] {
        #expect(error.isOutcomeUnknown && error.isRetriable)
      }
      try await client.publish(message("d"), exchange: exchange, routingKey: queue)
      #expect(client.isConnected)
    }
  }
}
