import AMQP
import Contracts
import Foundation
import JSON
import Messaging
import Synchronization
import Testing

/// Sends commands and waits for their answers, as a gateway does.
final class TestGateway: Sendable {
  static let queue = Queue.replies(instance: "test")

  private let client: AMQPClient
  private let waiting = Mutex<[String: AsyncStream<CommandReply>.Continuation]>([:])

  init(client: AMQPClient) { self.client = client }

  func start() async throws {
    let consumer = try await client.consume(queue: Self.queue.name, prefetch: 1_000) { [weak self] delivery in
      self?.receive(delivery)
      await delivery.ack()
    }
    try await consumer.waitUntilConsuming()
  }

  /// - Returns: the answer; nil when none came in time.
  func send<Body: Command>(
    _ body: Body, id: String = UUID.v7().lowercased, digest: String? = nil,
    within limit: Duration = .seconds(10)
  ) async throws -> CommandReply? {
    let correlation = UUID.v7().lowercased
    let envelope = Envelope(
      messageID: id, type: Body.type, correlationID: correlation, appID: "test", replyTo: Self.queue.name,
      expirationMilliseconds: 10_000, requestDigest: digest, body: try MessageCodec.encode(body))
    let (answers, continuation) = AsyncStream.makeStream(of: CommandReply.self)
    waiting.withLock { $0[correlation] = continuation }
    defer { waiting.withLock { _ = $0.removeValue(forKey: correlation) } }
    do {
      try await client.publish(envelope, to: .commands, routingKey: RoutingKey.scheduler, mandatory: true)
    } catch {
      return .unavailable(message: "\(error)")
    }
    return await withTaskGroup(of: CommandReply?.self) { group in
      group.addTask { await answers.first { _ in true } }
      group.addTask {
        try? await Task.sleep(for: limit)
        return nil
      }
      defer { group.cancelAll() }
      return await group.next() ?? nil
    }
  }

  private func receive(_ delivery: AMQPDelivery) {
    guard let envelope = try? Envelope(delivery.message), envelope.type == .commandReplied,
      let correlation = envelope.correlationID, let reply = try? envelope.decode(CommandReply.self)
    else {
      Issue.record("a message on the replies queue is no reply")
      return
    }
    waiting.withLock { $0[correlation] }?.yield(reply)
  }
}

extension CommandReply? {
  /// The object a command made.
  func result<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
    guard case .done(let result) = self else { throw UnexpectedReply(reply: self) }
    return try MessageCodec.decode(type, from: result.encodedBytes)
  }

  var refusal: Refusal? { if case .refused(let refusal) = self { refusal } else { nil } }
}

struct UnexpectedReply: Error {
  let reply: CommandReply?
}
