import AMQP
import Contracts
import Foundation
import JSON
import Messaging
import ServiceRuntime
import TestSupport
import Testing

@testable import APIGateway

extension GatewayTests {
  /// Commands over a real broker, each with an answer or a reason in time.
  @Suite struct CommandClientTests {
    private func request(_ id: String = UUID.v7().lowercased) -> CommandRequest {
      CommandRequest(
        id: id, type: .collectionTrigger, correlationID: UUID.v7().lowercased, body: Array("{}".utf8))
    }

    private func code(_ body: () async throws -> CommandReply) async -> ErrorCode? {
      do {
        _ = try await body()
        return nil
      } catch {
        return (error as? Refusal)?.code
      }
    }

    @Test func carriesACommandThereAndItsAnswerBack() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      platform.scheduler.answer { .done(result: .string($0.messageID)) }
      var command = request("admin:some key")
      command.endpointID = .v7()
      command.requestDigest = "digest"
      #expect(try await platform.commands.send(command) == .done(result: "admin:some key"))
      // Notices of other tests may still be on their way.
      let message = try #require(
        try platform.scheduler.received.first { try Envelope($0).messageID == command.id })
      let envelope = try Envelope(message)
      #expect(envelope.type == .collectionTrigger)
      #expect(envelope.correlationID == command.correlationID)
      #expect(envelope.endpointID == command.endpointID)
      #expect(envelope.requestDigest == "digest")
      #expect(envelope.replyTo == platform.replies.name)
      #expect(envelope.expirationMilliseconds == 2_000)
      #expect(envelope.appID == "api-gateway@test")
      #expect(message.properties.isPersistent)
    }

    @Test func handsOutEachAnswerToItsOwner() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      platform.scheduler.answer { .done(result: .string($0.messageID)) }
      let ids = (0..<1_000).map { "command-\($0)" }
      let right = try await withThrowingTaskGroup(of: Bool.self) { group in
        for id in ids {
          group.addTask { try await platform.commands.send(request(id)) == .done(result: .string(id)) }
        }
        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(right == 1_000)
    }

    @Test func passesRefusalsOn() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let refusal = Refusal(.collectionInProgress, "busy", runID: .v7())
      platform.scheduler.answer { _ in .refused(refusal) }
      #expect(try await platform.commands.send(request()) == .refused(refusal))
    }

    @Test func givesUpInTimeAndIgnoresALateAnswer() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      platform.scheduler.answer { _ in nil }
      let start = ContinuousClock.now
      #expect(await code { try await platform.commands.send(request()) } == .timeout)
      let elapsed = ContinuousClock.now - start
      #expect(elapsed >= .seconds(2) && elapsed < .seconds(4))
      let late = try Envelope(try #require(platform.scheduler.received.first))
      platform.scheduler.answer { .done(result: .string($0.messageID)) }
      try await platform.scheduler.send(.done(result: "late"), to: late)
      #expect(try await platform.commands.send(request("next")) == .done(result: "next"))
    }

    @Test func leavesNoCommandBehindThatNobodyWaitsFor() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      platform.scheduler.answer { _ in nil }
      await platform.scheduler.pause()
      #expect(await code { try await platform.commands.send(request()) } == .timeout)
      try await eventually("the command has expired") {
        try await platform.scheduler.client.messageCount(of: Queue.commands.name) == 0
      }
      try await platform.scheduler.resume()
      try await platform.becomeReady()
      #expect(platform.scheduler.received.isEmpty)
    }

    @Test func saysAtOnceThatNoSchedulerHasEverBeenThere() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      await platform.scheduler.pause()
      try await platform.scheduler.client.deleteQueue(Queue.commands.name)
      let start = ContinuousClock.now
      #expect(await code { try await platform.commands.send(request()) } == .unavailable)
      #expect(ContinuousClock.now - start < .seconds(1))
      try await platform.scheduler.client.declare(Queue.commands)
      try await platform.scheduler.resume()
      try await platform.becomeReady()
    }

    @Test func stopsWaitingWithItsTask() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      let (arrivals, continuation) = AsyncStream.makeStream(of: Void.self)
      platform.scheduler.answer { _ in
        continuation.yield()
        return nil
      }
      let task = Task { try await platform.commands.send(request()) }
      var iterator = arrivals.makeAsyncIterator()
      _ = await iterator.next()
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func makesItsQueueAgain() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      platform.scheduler.answer { _ in .done(result: true) }
      try await platform.client.deleteQueue(platform.replies.name)
      try await eventually("the consumer is gone") { !platform.commands.isConsuming }
      #expect(await code { try await platform.commands.send(request()) } == .unavailable)
      try await platform.becomeReady()
      #expect(try await platform.commands.send(request()) == .done(result: true))
    }

    /// A client with a connection and a queue of its own, whose patience outlasts the stop of a broker.
    private func withPatientClient(
      on platform: GatewayPlatform, _ body: (CommandClient) async throws -> Void
    ) async throws {
      let replies = Queue.replies(instance: UUID.v7().lowercased)
      let broker = AMQPClient(
        configuration: platform.broker.configuration(for: GatewayPlatform.gatewayUser),
        topology: .of(queues: [replies]), logger: .silent)
      let client = CommandClient(
        broker: broker, replies: replies, appID: "api-gateway@test", timeout: .seconds(20),
        isDatabaseHealthy: { true }, logger: .silent)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await broker.run() }
        group.addTask { try await client.run() }
        defer { group.cancelAll() }
        try await eventually("answers can arrive") { client.isConsuming }
        try await body(client)
      }
    }

    @Test func survivesTheLossOfTheBroker() async throws {
      let platform = try GatewayPlatform.ofThisSuite
      try await withPatientClient(on: platform) { try await loseTheBroker(on: platform, while: $0) }
      try await platform.broker.start()
      try await platform.becomeReady()
      platform.scheduler.answer { _ in .done(result: true) }
      #expect(try await platform.commands.send(request()) == .done(result: true))
    }

    /// Stops the broker while a command waits for its answer.
    private func loseTheBroker(on platform: GatewayPlatform, while patient: CommandClient) async throws {
      let (arrivals, continuation) = AsyncStream.makeStream(of: Void.self)
      platform.scheduler.answer { _ in
        continuation.yield()
        return nil
      }
      let waiting = Task { await code { try await patient.send(request()) } }
      var iterator = arrivals.makeAsyncIterator()
      _ = await iterator.next()
      let start = ContinuousClock.now
      let stopping = Task { try await platform.broker.stop() }
      #expect(await waiting.value == .unavailable)
      // The broker takes its time to stop; the command's own time would be over later.
      #expect(ContinuousClock.now - start < .seconds(15))
      try await eventually("the others notice the loss, too") { !platform.commands.isConsuming }
      let again = ContinuousClock.now
      #expect(await code { try await platform.commands.send(request()) } == .unavailable)
      #expect(ContinuousClock.now - again < .seconds(1))
      #expect(!platform.readiness.report().isReady)
      // Reading goes on without the broker.
      #expect(
        try await platform.ask("{ endpoints { id } health { status } }").data?["health"]?["status"]
          == "degraded")
      try await stopping.value
    }
  }
}
