import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage
import Testing

@testable import Scheduler

extension SchedulerServiceTests {
  /// Pausing and resuming, one by one and by label.
  @Suite struct PauseTests {
    @Test func holdsOneScheduleAndLetsItGo() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (endpoint, _) = try await platform.register()
        let collection = try await platform.scheduled(
          ScheduleInput(intervalSeconds: 3_600), endpoint: endpoint.id)
        let pause = PauseCollection(collectionID: collection.id, requestedBy: "test", note: "migration")
        let paused = try await platform.gateway.send(pause).result(as: MetadataCollection.self)
        #expect(paused.schedule?.isPaused == true && paused.schedule?.pauseNote == "migration")
        #expect(try await platform.nextDue(collection.id) == nil)
        // A pause outlives changes of the schedule.
        var change = UpdateCollection(collectionID: collection.id, requestedBy: "test")
        change.schedule = .set(ScheduleInput(intervalSeconds: 7_200))
        let changed = try await platform.gateway.send(change).result(as: MetadataCollection.self)
        #expect(changed.schedule?.isPaused == true)
        #expect(try await platform.nextDue(collection.id) == nil)
        let resume = ResumeCollection(collectionID: collection.id, requestedBy: "test")
        let resumed = try await platform.gateway.send(resume).result(as: MetadataCollection.self)
        #expect(resumed.schedule?.isPaused == false && resumed.schedule?.pauseNote == nil)
        #expect(try await platform.nextDue(collection.id) != nil)
      }
    }

    @Test func refusesWhatHasNoSchedule() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (_, collection) = try await platform.register()
        let pause = PauseCollection(collectionID: collection.id, requestedBy: "test")
        #expect(try await platform.gateway.send(pause).refusal?.code == .scheduleInvalid)
        let unknown = ResumeCollection(collectionID: .v7(), requestedBy: "test")
        #expect(try await platform.gateway.send(unknown).refusal?.code == .collectionNotFound)
      }
    }

    @Test func holdsAllOfALabel() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let label = "pauses-\(UUID().lowercased)"
        var mine: Set<UUID> = []
        for number in 1...3 {
          let endpoint = try await platform.register(labels: [label, "n\(number)"])
          mine.insert(
            try await platform.scheduled(ScheduleInput(intervalSeconds: 3_600), endpoint: endpoint).id)
        }
        let other = try await platform.scheduled(
          ScheduleInput(intervalSeconds: 3_600), endpoint: try await platform.register(labels: ["other"]))
        let pause = PauseCollections(requestedBy: "test", labels: [label], note: "move")
        let paused = try await platform.gateway.send(pause).result(as: [MetadataCollection].self)
        #expect(Set(paused.map(\.id)) == mine)
        #expect(paused.allSatisfy { $0.schedule?.isPaused == true && $0.schedule?.pauseNote == "move" })
        #expect(try await platform.nextDue(other.id) != nil)
        // Only what is paused is resumed, and only where all labels are.
        let resume = ResumeCollections(requestedBy: "test", labels: [label, "n2"])
        let resumed = try await platform.gateway.send(resume).result(as: [MetadataCollection].self)
        #expect(resumed.count == 1)
        let rest = ResumeCollections(requestedBy: "test", labels: [label])
        #expect(try await platform.gateway.send(rest).result(as: [MetadataCollection].self).count == 2)
        #expect(try await platform.gateway.send(rest).result(as: [MetadataCollection].self).isEmpty)
      }
    }
  }
}

extension SchedulerPlatform {
  fileprivate func register(labels: [String]) async throws -> UUID {
    let id = UUID.v7()
    var command = RegisterEndpoint(
      endpointID: id, requestedBy: "test", name: "Labelled", kind: "synthetic", parameters: [:])
    command.labels = labels
    _ = try await gateway.send(command).result(as: Endpoint.self)
    return id
  }

  fileprivate func nextDue(_ collection: UUID) async throws -> Date? {
    try await state(of: collection)?.next?.dueAt
  }
}
