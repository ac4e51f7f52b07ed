import AMQP
import Contracts
import Foundation
import JSON
import Logging
import Messaging
import ServiceLifecycle
import Synchronization

/// Takes commands as a scheduler does and answers as the test says.
final class StandInScheduler: Service {
  typealias Answer = @Sendable (Envelope) async throws -> CommandReply?

  private struct State {
    var answer: Answer = { _ in .done(result: true) }
    var received: [AMQPMessage] = []
    var consumer: AMQPConsumer?
  }

  let client: AMQPClient
  private let state = Mutex(State())

  init(configuration: AMQPConfiguration) {
    client = AMQPClient(
      configuration: configuration, topology: .of(exchanges: Exchange.allCases, queues: [.commands]),
      logger: .silent)
  }

  /// What is answered to commands from now on; nil is no answer.
  func answer(_ answer: @escaping Answer) {
    state.withLock {
      $0.answer = answer
      $0.received = []
    }
  }

  /// What has come since the answer was set.
  var received: [AMQPMessage] { state.withLock { $0.received } }

  var isConsuming: Bool { state.withLock { $0.consumer }?.isConsuming ?? false }

  func run() async throws {
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask { try await self.client.run() }
      try await resume()
    }
  }

  func resume() async throws {
    let consumer = try await client.consume(queue: Queue.commands.name, prefetch: 500) {
      [weak self] delivery in
      await self?.handle(delivery)
    }
    state.withLock { $0.consumer = consumer }
  }

  /// Takes no commands until ``resume()``.
  func pause() async {
    let consumer = state.withLock { state in
      defer { state.consumer = nil }
      return state.consumer
    }
    await consumer?.cancel()
  }

  private func handle(_ delivery: AMQPDelivery) async {
    let answer = state.withLock { state in
      state.received.append(delivery.message)
      return state.answer
    }
    if let command = try? Envelope(delivery.message), let reply = try? await answer(command) {
      try? await send(reply, to: command)
    }
    await delivery.ack()
  }

  /// Answers a command.
  func send(_ reply: CommandReply, to command: Envelope) async throws {
    let envelope = Envelope(
      type: .commandReplied, correlationID: command.correlationID, causationID: command.messageID,
      appID: "scheduler@test", body: try MessageCodec.encode(reply))
    try await client.publish(
      envelope, to: .replies, routingKey: command.replyTo ?? "", mandatory: false)
  }
}
