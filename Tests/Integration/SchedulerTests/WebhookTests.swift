import AMQP
import Contracts
import Domain
import Foundation
import Messaging
import Postgres
import Storage
import Synchronization
import Testing

/// What a scheduler makes of commands about webhooks and of ended runs (B11).
extension SchedulerServiceTests {
  @Suite struct WebhookTests {
    private func create(
      _ platform: SchedulerPlatform, _ change: (inout CreateWebhook) -> Void = { _ in }
    ) async throws -> CommandReply? {
      var command = CreateWebhook(
        webhookID: .v7(), requestedBy: "test", name: "Pager", url: "https://example.com/hooks",
        sealedSecret: "nsl1.k.e.c", outcomes: ["SUCCEEDED", "FAILED", "SKIPPED"])
      change(&command)
      return try await platform.gateway.send(command)
    }

    private func deliveries(of webhook: UUID, _ platform: SchedulerPlatform) async throws -> [WebhookDelivery]
    {
      try await WebhookQueries.deliveries(
        of: webhook, status: nil, page: Page(first: 50), in: platform.owner)
    }

    /// Ends a run as an executor does, whose event nobody relays: only the rows tell of it.
    private func collect(_ collection: UUID, _ platform: SchedulerPlatform) async throws -> UUID {
      let run = try await platform.trigger(collection).result(as: Run.self)
      let claimed = try await RunClaims.claim(
        [run.id], executor: "executor@test", ttl: .seconds(60), in: platform.executor)
      let hold = RunClaims.Hold(runID: run.id, fence: try #require(claimed.first).fence)
      let end = RunEnd(hold: hold, outcome: .failed(code: "E_UPSTREAM_ERROR", error: "x"))
      #expect(try await RunCompletion.finish([end], in: platform.executor) == [run.id])
      return run.id
    }

    @Test func anEndedRunBecomesADeliveryAndAMessage() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (endpoint, collection) = try await platform.register()
        let webhook = try await create(platform) { $0.endpointID = endpoint.id }.result(as: Webhook.self)
        let other = try await create(platform) {
          $0.endpointID = endpoint.id
          $0.outcomes = ["SUCCEEDED"]
        }.result(as: Webhook.self)
        let messages = Mutex<[DeliverWebhook]>([])
        let consumer = try await platform.client.consume(queue: Queue.webhooks.name, prefetch: 10) {
          delivery in
          if let message = try? Envelope(delivery.message).decode(DeliverWebhook.self) {
            messages.withLock { $0.append(message) }
          }
          await delivery.ack()
        }
        let run = try await collect(collection.id, platform)
        try await eventually("the webhook's executor is sent for") {
          messages.withLock { $0.contains { $0.webhookID == webhook.id } }
        }
        let delivery = try #require(try await deliveries(of: webhook.id, platform).first)
        #expect(delivery.runID == run && delivery.event == .runFailed && delivery.status == .pending)
        #expect(try await deliveries(of: other.id, platform).isEmpty)
        #expect(messages.withLock { $0.filter { $0.webhookID == webhook.id }.count } == 1)
        await consumer.cancel()
        for id in [webhook.id, other.id] {
          _ = try await platform.gateway.send(DeleteWebhook(webhookID: id, requestedBy: "test"))
        }
        #expect(try await deliveries(of: webhook.id, platform).first?.status == .discarded)
      }
    }

    @Test func whatDoesNotFitIsRefusedWithItsField() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (endpoint, _) = try await platform.register("One")
        let (_, foreign) = try await platform.register("Two")
        let unknown = try await create(platform) { $0.endpointID = UUID() }.refusal
        #expect(unknown?.code == .endpointNotFound)
        let noCollection = try await create(platform) { $0.collectionID = UUID() }.refusal
        #expect(noCollection?.code == .collectionNotFound)
        let mixed = try await create(platform) {
          $0.endpointID = endpoint.id
          $0.collectionID = foreign.id
        }.refusal
        #expect(mixed?.code == .invalidInput && mixed?.field == "input.collectionId")
        let url = try await create(platform) { $0.url = "ftp://example.com/" }.refusal
        #expect(url?.code == .invalidInput && url?.field == "input.url")
        let missing = DeleteWebhook(webhookID: UUID(), requestedBy: "test")
        #expect(try await platform.gateway.send(missing).refusal?.code == .webhookNotFound)
        let nothing = RedeliverWebhook(deliveryID: UUID(), requestedBy: "test")
        #expect(try await platform.gateway.send(nothing).refusal?.field == "deliveryId")
      }
    }

    @Test func aDeliveryIsOrderedAgainOnceItIsSettled() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (endpoint, collection) = try await platform.register()
        let webhook = try await create(platform) { $0.endpointID = endpoint.id }.result(as: Webhook.self)
        _ = try await collect(collection.id, platform)
        try await eventually("there is a delivery") {
          try await !deliveries(of: webhook.id, platform).isEmpty
        }
        let delivery = try #require(try await deliveries(of: webhook.id, platform).first)
        let order = RedeliverWebhook(deliveryID: delivery.id, requestedBy: "test")
        #expect(try await platform.gateway.send(order).refusal?.field == "deliveryId", "it is on its way")

        var update = UpdateWebhook(webhookID: webhook.id, requestedBy: "test")
        update.isEnabled = .set(false)
        #expect(try await !platform.gateway.send(update).result(as: Webhook.self).isEnabled)
        #expect(try await platform.gateway.send(order).refusal?.field == "deliveryId", "it is disabled")
        update.isEnabled = .set(true)
        update.sealedSecret = "nsl1.k.e.d"
        _ = try await platform.gateway.send(update).result(as: Webhook.self)
        let again = try await platform.gateway.send(order).result(as: WebhookDelivery.self)
        #expect(again.id == delivery.id && again.status == .pending)
        let log = try await platform.owner.query(
          """
          select action, after::text as after from nucleus.audit_entry where object_id = any(\(
            [webhook.id.lowercased, delivery.id.lowercased]))
          """
        ).map { (try $0.decode("action", as: String.self), try $0.decode("after", as: String?.self) ?? "") }
        #expect(
          log.count { $0.0 == "webhook.update.v1" } == 2 && log.contains { $0.0 == "webhook.create.v1" })
        #expect(log.contains { $0.1.contains("replacedCredentials") })
        #expect(!log.contains { $0.1.contains("nsl1") })
        _ = try await platform.gateway.send(DeleteWebhook(webhookID: webhook.id, requestedBy: "test"))
      }
    }
  }
}
