import AMQP
import Contracts
import Domain
import Foundation
import JSON
import Messaging
import Postgres
import Storage
import TestSupport
import Testing

extension SchedulerServiceTests {
  @Suite struct AuditTests {
    private func entries(of object: UUID, _ platform: SchedulerPlatform) async throws -> [AuditEntry] {
      var filter = AuditQueries.Filter()
      filter.objectID = object.lowercased
      return try await AuditQueries.list(filter, page: Page(first: 100), in: platform.owner).reversed()
    }

    @Test func everyCommandHasOneEntryWithBeforeAndAfter() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let gateway = platform.gateway
        let (endpoint, _) = try await platform.register("Audited")
        var update = UpdateEndpoint(endpointID: endpoint.id, requestedBy: "test")
        update.name = .set("Renamed")
        _ = try await gateway.send(update).result(as: Endpoint.self)
        update.name = .set("")
        #expect(try await gateway.send(update).refusal != nil)

        let create = CreateCollection(
          endpointID: endpoint.id, requestedBy: "test", name: "nightly", scheduleCron: "0 3 * * *",
          filters: ["token": "abc", "tables": ["a"]])
        let id = "key:\(UUID.v7())"
        let collection = try await gateway.send(create, id: id).result(as: MetadataCollection.self)
        _ = try await gateway.send(create, id: id).result(as: MetadataCollection.self)
        var again = create
        again.scheduleCron = nil
        _ = try await gateway.send(again).result(as: MetadataCollection.self)
        var change = UpdateCollection(collectionID: collection.id, requestedBy: "test")
        change.isEnabled = .set(false)
        _ = try await gateway.send(change).result(as: MetadataCollection.self)
        _ = try await gateway.send(DeleteCollection(collectionID: collection.id, requestedBy: "test"))
        _ = try await gateway.send(DeleteEndpoint(endpointID: endpoint.id, requestedBy: "test"))
        _ = try await gateway.send(DeleteEndpoint(endpointID: endpoint.id, requestedBy: "test"))

        let ofEndpoint = try await entries(of: endpoint.id, platform)
        #expect(
          ofEndpoint.map { "\($0.action) \($0.outcome)" } == [
            "endpoint.register.v1 done", "endpoint.update.v1 done", "endpoint.update.v1 E_INVALID_INPUT",
            "endpoint.delete.v1 done", "endpoint.delete.v1 E_ENDPOINT_NOT_FOUND",
          ])
        #expect(ofEndpoint.map { $0.before?["name"] } == [nil, "Audited", nil, "Renamed", nil])
        #expect(ofEndpoint.map { $0.after?["name"] } == ["Audited", "Renamed", nil, nil, nil])
        #expect(ofEndpoint.allSatisfy { $0.endpointID == endpoint.id && $0.objectType == "endpoint" })

        let ofCollection = try await entries(of: collection.id, platform)
        #expect(
          ofCollection.map(\.action) == [
            "collection.create.v1", "collection.create.v1", "collection.update.v1", "collection.delete.v1",
          ])
        #expect(ofCollection[0].before == nil && ofCollection[0].after?["schedule"]?["cron"] == "0 3 * * *")
        #expect(ofCollection[0].after?["filters"]?["token"] == "••••")
        #expect(ofCollection[0].after?["filters"]?["tables"] == ["a"])
        #expect(try text(ofCollection[1].before) == text(ofCollection[0].after))
        #expect(ofCollection[1].after?["schedule"] == nil)
        #expect(ofCollection[2].after?["isEnabled"] == false && ofCollection[3].after == nil)
      }
    }

    /// Members have no order once they were parsed.
    private func text(_ value: JSONValue?) throws -> String {
      String(decoding: try MessageCodec.encode(value), as: UTF8.self)
    }

    @Test func secretsAppearAsNamesAlone() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let sealed = "nsk-canary-0123456789abcdef"
        let command = RegisterEndpoint(
          endpointID: .v7(), requestedBy: "test", name: "Secret", kind: "postgres",
          parameters: ["host": "db", "database": "shop", "username": "u"], sealed: ["password": sealed])
        _ = try await platform.gateway.send(command).result(as: Endpoint.self)
        var update = UpdateEndpoint(endpointID: command.endpointID, requestedBy: "test")
        update.config = .set(
          .init(kind: "postgres", parameters: command.parameters, sealed: ["password": sealed + "2"]))
        _ = try await platform.gateway.send(update).result(as: Endpoint.self)
        let test = TestEndpoint(
          testID: .v7(), requestedBy: "test", kind: "postgres", parameters: ["host": "db"],
          sealed: ["password": sealed])
        _ = try await platform.gateway.send(test, within: .milliseconds(100))

        let entries = try await entries(of: command.endpointID, platform)
        try #require(entries.count == 2)
        #expect(entries[0].after?["config"]?["parameters"]?["password"] == "••••")
        #expect(entries[1].after?["replacedCredentials"] == ["password"])
        var filter = AuditQueries.Filter()
        filter.action = MessageType.endpointTest.rawValue
        try await eventually("the test is passed on and noted") {
          try await AuditQueries.list(filter, page: Page(first: 1), in: platform.owner).first?.outcome
            == "forwarded"
        }
        let leaks = try await platform.count(
          "select count(*)::int8 from nucleus.audit_entry a where a::text like '%canary%'")
        #expect(leaks == 0)
      }
    }

    @Test func triggersOfABatchHaveTheirEntries() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (endpoint, collection) = try await platform.register("Triggered")
        let id = UUID.v7().lowercased
        let run = try await platform.trigger(collection.id, id: id).result(as: Run.self)
        _ = try await platform.trigger(collection.id, id: id)
        _ = try await platform.trigger(collection.id)
        let unknown = UUID.v7()
        _ = try await platform.trigger(unknown)
        _ = try await platform.gateway.send(TriggerEndpoint(endpointID: endpoint.id, requestedBy: "test"))

        let entries = try await entries(of: collection.id, platform)
        #expect(entries.map(\.outcome) == ["done", "E_COLLECTION_IN_PROGRESS"])
        #expect(entries[0].after?["runId"] == .string(run.id.lowercased))
        #expect(entries[0].endpointID == endpoint.id && entries[0].actorName == "test")
        #expect(try await self.entries(of: unknown, platform).map(\.outcome) == ["E_COLLECTION_NOT_FOUND"])
        let last = try await self.entries(of: endpoint.id, platform).last
        #expect(last?.action == "endpoint.trigger.v1" && last?.outcome == "E_COLLECTION_IN_PROGRESS")
      }
    }

    @Test func theActorIsTheOneOfTheCommand() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let actor = Actor(keyID: UUID.v7().lowercased, name: "Zoë", role: "OPERATOR", address: "::1")
        let refusal = RecordRefusal(mutation: "deleteEndpoint", objectID: "x", outcome: "E_ROLE_FORBIDDEN")
        let notice = Envelope(
          type: .auditRecord, correlationID: "c-1", appID: "test", actor: actor,
          body: try MessageCodec.encode(refusal))
        // A copy of a notice is no second refusal.
        for _ in 0..<2 {
          try await platform.client.publish(
            notice, to: .commands, routingKey: RoutingKey.scheduler, mandatory: true)
        }
        var filter = AuditQueries.Filter()
        filter.actor = actor.keyID
        try await eventually("the queue is empty") {
          try await platform.client.messageCount(of: Queue.commands.name) == 0
        }
        try await eventually("the refusal is noted") {
          try await !AuditQueries.list(filter, page: Page(first: 5), in: platform.owner).isEmpty
        }
        _ = try await platform.register("After it")
        let entries = try await AuditQueries.list(filter, page: Page(first: 5), in: platform.owner)
        try #require(entries.count == 1)
        #expect(entries[0].actorName == "Zoë" && entries[0].actorRole == .operator)
        #expect(entries[0].actorAddress == "::1" && entries[0].correlationID == "c-1")
        #expect(entries[0].action == "deleteEndpoint" && entries[0].outcome == "E_ROLE_FORBIDDEN")
      }
    }

    @Test func theLogIsSealedMeanwhile() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        _ = try await platform.register("Sealed")
        let reader = try await platform.database.connect(as: .scheduler)
        try await eventually("every entry is sealed") {
          try await AuditVerification.verify(on: reader).unsealed == 0
        }
        #expect(try await AuditVerification.verify(on: reader).sealed > 0)
        await reader.close()
      }
    }
  }
}
