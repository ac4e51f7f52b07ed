import AMQP
import Contracts
import Domain
import Foundation
import JSON
import Messaging
import Postgres
import Storage
import Testing

extension SchedulerServiceTests {
  @Suite struct ConfigurationTests {
    @Test func registeringMakesCollectionQueueAndEvents() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let events = EventRecorder()
        try await events.record(from: platform.client)
        let (endpoint, collection) = try await platform.register("Orders & Co")
        #expect(endpoint.sourceID.hasPrefix("orders-co-"))
        #expect(endpoint.url == "synthetic://local")
        #expect(collection.name == "default")
        #expect(collection.schedule == nil)
        // The queue is there before the reply.
        #expect(await platform.queueLength(endpoint.id) == 0)
        try await eventually("both events are published") {
          events.types(of: endpoint.id) == [.endpointRegistered, .collectionCreated]
        }
      }
    }

    @Test func sourceIDsAreUniqueAmongLiveEndpoints() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let source = "source-\(UUID.v7().lowercased)"
        let first = try await platform.gateway.send(platform.registration(sourceID: source)).result(
          as: Endpoint.self)
        let second = try await platform.gateway.send(platform.registration(sourceID: source)).refusal
        #expect(second?.code == .duplicateSourceID)
        let delete = DeleteEndpoint(endpointID: first.id, requestedBy: "test")
        #expect(try await platform.gateway.send(delete).result(as: Bool.self))
        #expect(try await platform.gateway.send(delete).refusal?.code == .endpointNotFound)
        _ = try await platform.gateway.send(platform.registration(sourceID: source)).result(as: Endpoint.self)
      }
    }

    @Test func aRegistrationSentTwiceMakesOneEndpoint() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let id = "key:\(UUID.v7())"
        let first = try await platform.gateway.send(platform.registration("Twice"), id: id).result(
          as: Endpoint.self)
        // The gateway draws a new endpoint id for each request.
        let second = try await platform.gateway.send(platform.registration("Twice"), id: id)
        #expect(try second.result(as: Endpoint.self).id == first.id)
      }
    }

    @Test func credentialsAreKeptReplacedAndDropped() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        var registration = platform.registration("Shop")
        registration.kind = "postgres"
        registration.parameters = ["host": "db", "database": "shop", "username": "reader"]
        registration.sealed = ["password": "sealed-1"]
        let endpoint = try await platform.gateway.send(registration).result(as: Endpoint.self)
        #expect(endpoint.sealedFields == ["password"])
        #expect(endpoint.url == "postgresql://db:5432/shop")
        #expect(try await secrets(of: endpoint.id, platform) == ["sealed-1"])

        var update = UpdateEndpoint(endpointID: endpoint.id, requestedBy: "test")
        update.config = .set(
          .init(kind: "postgres", parameters: ["host": "db2", "database": "shop", "username": "reader"]))
        let moved = try await platform.gateway.send(update).result(as: Endpoint.self)
        #expect(moved.url == "postgresql://db2:5432/shop")
        #expect(try await secrets(of: endpoint.id, platform) == ["sealed-1"])

        update.config = .set(
          .init(kind: "postgres", parameters: moved.parameters, sealed: ["password": "sealed-2"]))
        _ = try await platform.gateway.send(update).result(as: Endpoint.self)
        #expect(try await secrets(of: endpoint.id, platform) == ["sealed-2"])

        update.config = .set(.init(kind: "postgres", parameters: moved.parameters, dropped: ["password"]))
        #expect(try await platform.gateway.send(update).result(as: Endpoint.self).sealedFields.isEmpty)
        #expect(try await secrets(of: endpoint.id, platform).isEmpty)

        update.config = .set(.init(kind: "synthetic", parameters: [:]))
        #expect(try await platform.gateway.send(update).refusal?.field == "patch.config.templateId")
      }
    }

    @Test func creatingACollectionAgainReplacesIt() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (endpoint, _) = try await platform.register()
        var command = CreateCollection(endpointID: endpoint.id, requestedBy: "test", name: "nightly")
        command.schedule = ScheduleInput(cron: "0 3 * * *", timezone: "Europe/Berlin")
        command.filters = ["include": ["a"]]
        let first = try await platform.gateway.send(command).result(as: MetadataCollection.self)
        #expect(first.schedule?.cron == "0 3 * * *")
        #expect(first.schedule?.timezone == "Europe/Berlin")
        command.schedule = nil
        command.filters = nil
        let second = try await platform.gateway.send(command).result(as: MetadataCollection.self)
        #expect(second.id == first.id)
        #expect(second.createdAt == first.createdAt)
        #expect(second.schedule == nil)
        #expect(second.filters == nil)
        let delete = DeleteCollection(collectionID: first.id, requestedBy: "test")
        #expect(try await platform.gateway.send(delete).result(as: Bool.self))
        #expect(try await platform.gateway.send(delete).refusal?.code == .collectionNotFound)
        let third = try await platform.gateway.send(command).result(as: MetadataCollection.self)
        #expect(third.id != first.id)
      }
    }

    @Test func poisonIsPutAwayAndBlocksNobody() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let before = try await platform.count("select count(*)::int8 from nucleus.dead_letter")
        let poison: [(String?, String)] = [
          ("collection.trigger.v1", "{"), ("collection.trigger.v1", "{\"collectionID\": 7}"),
          ("collection.trigger.v9", "{}"), (nil, "{}"), ("run.started.v1", "{}"),
        ]
        for (type, body) in poison {
          var properties = AMQPProperties()
          properties.messageID = UUID.v7().lowercased
          properties.type = type
          try await platform.client.publish(
            AMQPMessage(body: [UInt8](body.utf8), properties: properties),
            exchange: Exchange.commands.rawValue,
            routingKey: RoutingKey.scheduler, mandatory: true)
        }
        try await eventually("all of it is in the dead letters") {
          try await platform.count("select count(*)::int8 from nucleus.dead_letter") == before + poison.count
        }
        _ = try await platform.register()
      }
    }

    @Test func connectionTestsGoToAnExecutor() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let executor = try await platform.client.consume(queue: Queue.requests.name, prefetch: 1) {
          delivery in
          guard let request = try? Envelope(delivery.message), let address = request.replyTo,
            let test = try? request.decode(TestEndpoint.self),
            let body = try? MessageCodec.encode(
              CommandReply.done(result: .string(test.sealed["password"] ?? "")))
          else {
            Issue.record("the request cannot be answered")
            return
          }
          #expect(request.causationID != nil)
          #expect(1...10_000 ~= (request.expirationMilliseconds ?? 0))
          let reply = Envelope(
            type: .commandReplied, correlationID: request.correlationID, causationID: request.messageID,
            appID: "executor", body: body)
          try? await platform.client.publish(reply, to: .replies, routingKey: address, mandatory: false)
          await delivery.ack()
        }
        let test = TestEndpoint(
          testID: .v7(), requestedBy: "test", kind: "postgres", parameters: [:],
          sealed: ["password": "sealed"])
        let id = UUID.v7().lowercased
        #expect(try await platform.gateway.send(test, id: id).result(as: String.self) == "sealed")
        await executor.cancel()
        // The journal has both what was asked and what was passed on.
        try await eventually("the journal has the request") {
          try await platform.count(
            "select count(*)::int8 from nucleus.journal_entry where causation_id = \(id) and exchange = 'nucleus.requests'"
          ) == 1
        }
      }
    }

    private func secrets(of endpoint: UUID, _ platform: SchedulerPlatform) async throws -> [String] {
      try await platform.owner.query(
        "select sealed from nucleus.endpoint_secret where endpoint_id = \(endpoint)"
      )
      .map { try $0.decode("sealed") }
    }
  }
}
