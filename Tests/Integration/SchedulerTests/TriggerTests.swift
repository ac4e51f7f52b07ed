import Contracts
import Domain
import Foundation
import JSON
import Messaging
import Postgres
import Storage
import Testing

extension SchedulerServiceTests {
  @Suite struct TriggerTests {
    @Test func aTriggerMakesOneRunAndOneMessage() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (endpoint, collection) = try await platform.register()
        let command = TriggerCollection(
          collectionID: collection.id, requestedBy: "test", filters: ["a": 1], schemaOverride: ["x", "y"])
        let run = try await platform.gateway.send(command).result(as: Run.self)
        #expect(run.status == .queued)
        #expect(run.endpointID == endpoint.id)
        #expect(run.collectionID == collection.id)
        #expect(run.filters?["a"] == 1)
        #expect(run.filters?["schemas"] == ["x", "y"])
        #expect(try await platform.run(run.id).status == .queued)
        try await eventually("the trigger reaches the endpoint's queue") {
          await platform.queueLength(endpoint.id) == 1
        }
        try await eventually("the outbox is empty") { try await platform.hasEmptyOutbox }
      }
    }

    @Test(arguments: [false, true])
    func ofAHundredConcurrentTriggersOneMakesARun(byEndpoint: Bool) async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (endpoint, collection) = try await platform.register()
        let replies = try await withThrowingTaskGroup(of: CommandReply?.self) { group in
          for _ in 0..<100 {
            group.addTask {
              byEndpoint
                ? try await platform.gateway.send(
                  TriggerEndpoint(endpointID: endpoint.id, requestedBy: "test"))
                : try await platform.trigger(collection.id)
            }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        let runs = replies.compactMap { try? $0.result(as: Run.self) }
        let run = try #require(runs.first)
        #expect(runs.count == 1)
        let refusals = replies.compactMap(\.refusal)
        #expect(refusals.count == 99)
        #expect(refusals.allSatisfy { $0.code == .collectionInProgress && $0.runID == run.id })
        #expect(
          try await platform.count(
            "select count(*)::int8 from nucleus.run where endpoint_id = \(endpoint.id)") == 1)
      }
    }

    @Test func twoSchedulersShareTheTriggers() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        try await RunningScheduler.with(platform) { _ in
          var collections: [UUID] = []
          for index in 0..<5 {
            collections.append(try await platform.register("Shared \(index)").collection.id)
          }
          let replies = try await withThrowingTaskGroup(of: CommandReply?.self) { group in
            for index in 0..<200 {
              let collection = collections[index % collections.count]
              group.addTask { try await platform.trigger(collection) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
          }
          #expect(replies.count { (try? $0.result(as: Run.self)) != nil } == 5)
          #expect(
            replies.count { $0.refusal?.code == .collectionInProgress && $0.refusal?.runID != nil } == 195)
        }
      }
    }

    @Test func theSameCommandTwiceHasOneEffect() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (_, collection) = try await platform.register()
        let id = "key:\(UUID.v7())"
        async let one = platform.trigger(collection.id, id: id, digest: "d1")
        async let two = platform.trigger(collection.id, id: id, digest: "d1")
        let first = try await one.result(as: Run.self)
        #expect(try await two.result(as: Run.self).id == first.id)
        #expect(try await platform.trigger(collection.id, id: id, digest: "d1").result(as: Run.self) == first)
        let other = try await platform.trigger(collection.id, id: id, digest: "d2").refusal
        #expect(other?.code == .invalidInput)
        #expect(other?.field == "Idempotency-Key")
        // A refusal is an answer too.
        let refused = "key:\(UUID.v7())"
        let answer = try await platform.trigger(collection.id, id: refused).refusal
        #expect(answer?.code == .collectionInProgress)
        _ = try await platform.owner.execute(
          """
          update nucleus.run set status = 'SKIPPED', completed_at = clock_timestamp() where id = \(first.id)
          """)
        #expect(try await platform.trigger(collection.id, id: refused).refusal == answer)
      }
    }

    @Test func endpointsResolveToTheirCollection() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (endpoint, standard) = try await platform.register()
        let trigger = TriggerEndpoint(endpointID: endpoint.id, requestedBy: "test")
        let other = try await platform.gateway.send(
          CreateCollection(endpointID: endpoint.id, requestedBy: "test", name: "other")
        ).result(as: MetadataCollection.self)
        #expect(try await platform.gateway.send(trigger).result(as: Run.self).collectionID == standard.id)

        let third = try await platform.gateway.send(
          CreateCollection(endpointID: endpoint.id, requestedBy: "test", name: "third")
        ).result(as: MetadataCollection.self)
        try await delete(standard.id, platform)
        let ambiguous = try await platform.gateway.send(trigger).refusal
        #expect(ambiguous?.code == .collectionAmbiguous)
        #expect(Set(ambiguous?.collectionIDs ?? []) == [other.id, third.id])

        try await delete(third.id, platform)
        #expect(try await platform.gateway.send(trigger).result(as: Run.self).collectionID == other.id)
        try await delete(other.id, platform)
        #expect(try await platform.gateway.send(trigger).refusal?.code == .collectionNotFound)
        let unknown = TriggerEndpoint(endpointID: .v7(), requestedBy: "test")
        #expect(try await platform.gateway.send(unknown).refusal?.code == .endpointNotFound)
      }
    }

    @Test func anEndpointThatNeverHadACollectionGetsOne() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (endpoint, collection) = try await platform.register()
        _ = try await platform.owner.execute("delete from nucleus.collection where id = \(collection.id)")
        let trigger = TriggerEndpoint(endpointID: endpoint.id, requestedBy: "test")
        let run = try await platform.gateway.send(trigger).result(as: Run.self)
        let made = try await CollectionQueries.list(endpoints: [endpoint.id], in: platform.owner)[endpoint.id]
        #expect(made?.map(\.name) == ["default"])
        #expect(run.collectionID == made?.first?.id)
      }
    }

    @Test func whatIsDisabledOrUnknownIsRefused() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (endpoint, collection) = try await platform.register()
        #expect(try await platform.trigger(.v7()).refusal?.code == .collectionNotFound)
        let filters = TriggerCollection(collectionID: collection.id, requestedBy: "test", filters: [1])
        #expect(try await platform.gateway.send(filters).refusal?.field == "filters")

        var update = UpdateEndpoint(endpointID: endpoint.id, requestedBy: "test")
        update.isEnabled = .set(false)
        _ = try await platform.gateway.send(update).result(as: Endpoint.self)
        #expect(try await platform.trigger(collection.id).refusal?.code == .collectionDisabled)
        update.isEnabled = .set(true)
        _ = try await platform.gateway.send(update).result(as: Endpoint.self)

        var disable = UpdateCollection(collectionID: collection.id, requestedBy: "test")
        disable.isEnabled = .set(false)
        _ = try await platform.gateway.send(disable).result(as: MetadataCollection.self)
        #expect(try await platform.trigger(collection.id).refusal?.code == .collectionDisabled)
        let viaEndpoint = TriggerEndpoint(endpointID: endpoint.id, requestedBy: "test")
        #expect(try await platform.gateway.send(viaEndpoint).refusal?.code == .collectionDisabled)
      }
    }

    private func delete(_ collection: UUID, _ platform: SchedulerPlatform) async throws {
      let command = DeleteCollection(collectionID: collection, requestedBy: "test")
      #expect(try await platform.gateway.send(command).result(as: Bool.self))
    }
  }
}
