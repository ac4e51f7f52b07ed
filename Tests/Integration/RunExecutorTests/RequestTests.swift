import AMQP
import Contracts
import Domain
import Foundation
import JSON
import Messaging
import RunExecutor
import Sealing
import Synchronization
import Testing

extension ExecutorTests {
  @Suite struct RequestTests {
    /// Sends a request and waits for the answer.
    private func ask(_ request: TestEndpoint, _ platform: Platform) async throws -> (Envelope, CommandReply) {
      let name = "nucleus.replies.\(UUID().lowercased)"
      try await platform.client.declare(AMQPQueue(name: name))
      try await platform.client.declare(
        AMQPBinding(queue: name, exchange: Exchange.replies.rawValue, routingKey: name))
      let answers = Mutex<[AMQPMessage]>([])
      let consumer = try await platform.client.consume(queue: name, prefetch: 1) { delivery in
        answers.withLock { $0.append(delivery.message) }
        await delivery.ack()
      }
      let envelope = Envelope(
        messageID: "request-1", type: .endpointTest, correlationID: "correlation-1", appID: "test",
        replyTo: name,
        expirationMilliseconds: 10_000, body: try MessageCodec.encode(request))
      try await platform.client.publish(
        envelope, to: .requests, routingKey: RoutingKey.executor, mandatory: true)
      try await eventually("an answer comes") { answers.withLock { !$0.isEmpty } }
      let message = answers.withLock { $0.first }
      await consumer.cancel()
      try await platform.client.deleteQueue(name)
      let answer = try Envelope(try #require(message))
      return (answer, try answer.decode())
    }

    @Test func aConnectionTestIsAnswered() async throws {
      let platform = try Platform.ofThisSuite
      try await Executor.with(platform) { executor in
        let request = TestEndpoint(
          testID: UUID(), requestedBy: "test", kind: "synthetic", parameters: ["datasets": 4], sealed: [:])
        let (envelope, reply) = try await ask(request, platform)
        #expect(envelope.type == .commandReplied)
        #expect(envelope.correlationID == "correlation-1")
        #expect(envelope.causationID == "request-1")
        #expect(envelope.appID == executor.name)
        guard case .done(let result) = reply else {
          Issue.record("expected a result, got \(reply)")
          return
        }
        let diagnosis = try MessageCodec.decode(ConnectionDiagnosis.self, from: MessageCodec.encode(result))
        #expect(diagnosis.ok)
      }
    }

    @Test func aSourceThatHangsIsAnsweredInTime() async throws {
      let platform = try Platform.ofThisSuite
      try await Executor.with(platform, { $0.testDeadline = .milliseconds(300) }) { _ in
        let request = TestEndpoint(
          testID: UUID(), requestedBy: "test", kind: "synthetic", parameters: ["failure": "hang"], sealed: [:]
        )
        let (_, reply) = try await ask(request, platform)
        guard case .done(let result) = reply else {
          Issue.record("expected a result, got \(reply)")
          return
        }
        #expect(result["ok"] == false)
        #expect(result["diagnostics"]?.arrayValue?.first?["code"] == "E_CONN_TEST_FAILED")
      }
    }
  }
}
