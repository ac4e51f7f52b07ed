import AMQP
import Connectors
import Contracts
import Domain
import Foundation
import JSON
import Messaging
import Outbox
import Postgres
import RunExecutor
import Sealing
import Storage
import Synchronization
import TestSupport
import Testing

extension ExecutorTests {
  /// Telling webhooks, by real executors to receivers that behave and to some that do not (B11).
  @Suite struct WebhookTests {
    private static let secret = "whsec_" + Data(repeating: 42, count: 32).base64EncodedString()
    /// Tries again soon enough for tests to wait for it.
    /// - Parameter timeout: enough for a receiver that answers, unless its silence is waited for.
    private static func options(timeout: Duration = .seconds(3)) -> WebhookOptions {
      WebhookOptions(timeout: timeout, retry: WebhookRetryPolicy(firstDelay: .milliseconds(50)))
    }

    /// Makes a webhook as a scheduler does.
    private func webhook(
      _ platform: Platform, port: Int, endpoint: UUID, sealed: String? = nil
    ) async throws -> Webhook {
      let id = UUID.v7()
      let text = try CredentialSealer(publicKey: platform.key.publicKey).seal(
        Self.secret, context: SealingContext(id.lowercased, "secret"))
      let webhook = Webhook(
        id: id, name: "Pager", url: "http://127.0.0.1:\(port)/hooks", outcomes: RunOutcome.allCases,
        endpointID: endpoint, createdAt: Date(), updatedAt: Date())
      return try await platform.scheduler.transaction { transaction in
        try #require(try await WebhookStore.insert(webhook, sealed: sealed ?? text, in: transaction))
      }
    }

    /// Plans and sends out what there is, as a scheduler does.
    private func plan(_ platform: Platform) async throws {
      try await platform.scheduler.transaction { transaction in
        let runs = try await WebhookPlanning.lockOutcomes(atMost: 500, in: transaction)
        try await WebhookPlanning.forget(runs.map(\.id), in: transaction)
        let webhooks = try await WebhookQueries.enabled(in: transaction)
        try await WebhookPlanning.insert(WebhookPlan.notices(of: runs, to: webhooks), in: transaction)
        for dispatch in try await WebhookPlanning.dispatch(lease: .seconds(60), in: transaction) {
          let body = try MessageCodec.encode(
            DeliverWebhook(webhookID: dispatch.webhookID, fence: dispatch.fence))
          try await OutboxStore.add(
            [
              OutboxMessage(
                exchange: .requests, routingKey: RoutingKey.webhook, isMandatory: true, type: .webhookDeliver,
                body: String(decoding: body, as: UTF8.self))
            ], to: transaction)
        }
      }
      platform.relay.wake()
    }

    private func deliveries(of webhook: UUID, _ platform: Platform) async throws -> [WebhookDelivery] {
      try await WebhookQueries.deliveries(
        of: webhook, status: nil, page: Page(first: 500), in: platform.scheduler)
    }

    /// Plans until all deliveries of a webhook are settled.
    private func settle(_ webhook: UUID, count: Int, _ platform: Platform) async throws -> [WebhookDelivery] {
      try await eventually("all is settled") {
        try await plan(platform)
        let all = try await deliveries(of: webhook, platform)
        return all.count == count && all.allSatisfy { $0.status != .pending }
      }
      return try await deliveries(of: webhook, platform)
    }

    /// Plans until the only delivery of a webhook has been tried in vain; it is tried again later.
    private func firstFailure(of webhook: UUID, _ platform: Platform) async throws -> WebhookDelivery {
      try await eventually("it has been tried") {
        try await plan(platform)
        return try await deliveries(of: webhook, platform).first?.error != nil
      }
      return try #require(try await deliveries(of: webhook, platform).first)
    }

    private func delete(_ webhooks: [Webhook], _ platform: Platform) async throws {
      for webhook in webhooks {
        try await platform.scheduler.transaction { try await WebhookStore.delete(webhook.id, in: $0) }
      }
    }

    @Test func theEndOfARunIsToldSigned() async throws {
      let platform = try Platform.ofThisSuite
      let receiver = try await StubReceiver.start()
      let registered = try await platform.register(["datasets": 1])
      let webhook = try await webhook(platform, port: receiver.port, endpoint: registered.endpoint.id)
      try await Executor.with(platform, { $0.webhooks = Self.options() }) { _ in
        let run = try await platform.end(of: platform.trigger(registered))
        let delivery = try #require(try await settle(webhook.id, count: 1, platform).first)
        #expect(delivery.status == .delivered && delivery.attempts == 1 && delivery.error == nil)
        let request = try #require(receiver.requests.first)
        #expect(receiver.requests.count == 1 && request.path == "/hooks")
        #expect(request.header("webhook-id") == delivery.id.lowercased)
        #expect(request.header("content-type") == "application/json")
        let body = try JSONValue(parsing: request.body)
        #expect(body["type"] == "run.succeeded" && body["data"]?["run"]?["id"] == .string(run.id.lowercased))
        #expect(request.header("webhook-signature")?.hasPrefix("v1,") == true)
      }
      try await delete([webhook], platform)
      await receiver.stop()
    }

    /// Errors, hangs, a closed connection, then an answer: each outcome arrives in the end, under the same id.
    @Test func aReceiverThatStumblesGetsAllInTheEnd() async throws {
      let platform = try Platform.ofThisSuite
      let receiver = try await StubReceiver.start { _, before in
        switch before {
        case 0: .hang
        case 1: .answer(500)
        case 2: .hangUp
        default: .answer(200)
        }
      }
      let registered = try await platform.register(["datasets": 1], collections: 3)
      let webhook = try await webhook(platform, port: receiver.port, endpoint: registered.endpoint.id)
      try await Executor.with(platform, { $0.webhooks = Self.options(timeout: .milliseconds(400)) }) { _ in
        for index in 0..<3 {
          #expect(
            try await platform.end(of: platform.trigger(registered, collection: index)).status == .succeeded)
        }
        let settled = try await settle(webhook.id, count: 3, platform)
        #expect(settled.allSatisfy { $0.status == .delivered })
        #expect(settled.map(\.attempts).reduce(0, +) >= 6)
        let told = Set(receiver.requests.dropFirst(3).compactMap { $0.header("webhook-id") })
        #expect(told == Set(settled.map(\.id.lowercased)))
      }
      try await delete([webhook], platform)
      await receiver.stop()
    }

    /// One that never answers takes its turn and no more; the other one is told at once.
    @Test func aReceiverThatHangsHoldsUpNobody() async throws {
      let platform = try Platform.ofThisSuite
      let deaf = try await StubReceiver.start { _, _ in .hang }
      let quick = try await StubReceiver.start()
      let registered = try await platform.register(["datasets": 1])
      let first = try await webhook(platform, port: deaf.port, endpoint: registered.endpoint.id)
      let second = try await webhook(platform, port: quick.port, endpoint: registered.endpoint.id)
      try await Executor.with(
        platform, { $0.webhooks = WebhookOptions(timeout: .seconds(3), webhooksAtOnce: 2) }
      ) { _ in
        _ = try await platform.end(of: platform.trigger(registered))
        let told = try await settle(second.id, count: 1, platform)
        #expect(told.first?.status == .delivered)
        #expect(try await deliveries(of: first.id, platform).first?.status == .pending)
        #expect(deaf.requests.count <= 1)
      }
      try await delete([first, second], platform)
      await deaf.stop()
      await quick.stop()
    }

    @Test func whatCannotBeSentSaysWhy() async throws {
      let platform = try Platform.ofThisSuite
      let receiver = try await StubReceiver.start { _, _ in .answer(410) }
      let registered = try await platform.register(["datasets": 1])
      let gone = try await webhook(platform, port: receiver.port, endpoint: registered.endpoint.id)
      let unsealed = try await webhook(
        platform, port: receiver.port, endpoint: registered.endpoint.id, sealed: "nsl1.of.another.one")
      try await Executor.with(platform, { $0.webhooks = Self.options() }) { _ in
        _ = try await platform.end(of: platform.trigger(registered))
        let ended = try await settle(gone.id, count: 1, platform).first
        #expect(
          ended?.status == .failed && ended?.attempts == 1 && ended?.error == "the receiver answered 410")
        // Another executor may have the key, or the webhook be given another secret.
        let refused = try await firstFailure(of: unsealed.id, platform)
        #expect(
          refused.status == .pending
            && refused.error?.contains("the credential secret cannot be opened") == true)
        #expect(receiver.requests.count == 1)
      }
      try await delete([gone, unsealed], platform)
      await receiver.stop()
    }

    @Test func privateAddressesAreRefusedWhereTheyAreForbidden() async throws {
      let platform = try Platform.ofThisSuite
      let receiver = try await StubReceiver.start()
      let registered = try await platform.register(["datasets": 1])
      let webhook = try await webhook(platform, port: receiver.port, endpoint: registered.endpoint.id)
      try await Executor.with(
        platform, { $0.addressPolicy = AddressPolicy(allowsPrivateNetworks: false) }
      ) { _ in
        _ = try await platform.end(of: platform.trigger(registered))
        let delivery = try await firstFailure(of: webhook.id, platform)
        #expect(delivery.status == .pending && delivery.error?.contains("loopback") == true)
        #expect(receiver.requests.isEmpty)
      }
      try await delete([webhook], platform)
      await receiver.stop()
    }

    @Test func aTestIsAnsweredAndLogged() async throws {
      let platform = try Platform.ofThisSuite
      let receiver = try await StubReceiver.start { _, before in before == 0 ? .answer(204) : .hang }
      let registered = try await platform.register(["datasets": 1])
      let webhook = try await webhook(platform, port: receiver.port, endpoint: registered.endpoint.id)
      try await Executor.with(platform, { $0.testDeadline = .milliseconds(800) }) { _ in
        let good = try await test(webhook.id, platform)
        #expect(good?["ok"] == true && good?["responseStatus"] == 204)
        let body = try JSONValue(parsing: try #require(receiver.requests.first).body)
        #expect(body["type"] == "webhook.test" && body["data"]?["test"] == true)
        let hanging = try await test(webhook.id, platform)
        #expect(hanging?["ok"] == false && hanging?["error"] == "the receiver did not answer within 0.6 s")
        let log = try await deliveries(of: webhook.id, platform)
        #expect(
          log.map(\.status) == [.failed, .delivered]
            && log.allSatisfy { $0.event == .test && $0.runID == nil })
        #expect(try await test(UUID(), platform) == nil)
      }
      try await delete([webhook], platform)
      await receiver.stop()
    }

    /// - Returns: the result; nil for a refusal.
    private func test(_ webhook: UUID, _ platform: Platform) async throws -> JSONValue? {
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
        type: .webhookTest, correlationID: "c", appID: "test", replyTo: name,
        body: try MessageCodec.encode(TestWebhook(testID: .v7(), webhookID: webhook, requestedBy: "test")))
      try await platform.client.publish(
        envelope, to: .requests, routingKey: RoutingKey.executor, mandatory: true)
      try await eventually("an answer comes") { answers.withLock { !$0.isEmpty } }
      let message = try #require(answers.withLock { $0.first })
      await consumer.cancel()
      try await platform.client.deleteQueue(name)
      let reply: CommandReply = try Envelope(message).decode()
      guard case .done(let result) = reply else {
        if case .refused(let refusal) = reply { #expect(refusal.code == .webhookNotFound) }
        return nil
      }
      return result
    }
  }
}
