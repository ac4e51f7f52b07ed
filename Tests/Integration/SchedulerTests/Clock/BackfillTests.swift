import Contracts
import Domain
import Foundation
import Postgres
import Storage
import Testing

@testable import Scheduler

extension SchedulerServiceTests {
  /// Planned times of the past, made up for one after another.
  @Suite(.quietAfterwards) struct BackfillTests {
    /// The first full hour of a schedule that ended a day later: nothing fires while a test runs.
    private static let start = Date(timeIntervalSince1970: 1_767_225_600)
    private static let hourly = {
      var schedule = ScheduleInput(cron: "0 * * * *", timezone: "UTC")
      schedule.endAt = start + 86_400
      return schedule
    }()

    @Test func makesItsRunsOneAfterAnother() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let collection = try await platform.scheduled(Self.hourly)
        let from = Self.start
        let command = BackfillCollection(
          collectionID: collection.id, requestedBy: "someone", from: from, to: from + 3 * 3_600)
        let started = try await platform.gateway.send(command).result(as: BackfillStarted.self)
        #expect(started.backfill.total == 3 && started.backfill.made == 1)
        #expect(started.runs.map(\.scheduledFor) == [from])
        #expect(started.runs.first?.batchID == started.backfill.id)
        for number in 1...3 {
          try await eventually("run \(number) is there") {
            try await platform.fires(of: collection.id, trigger: .backfill).count == number
          }
          let runs = try await platform.fires(of: collection.id, trigger: .backfill)
          let newest = try #require(runs.last)
          #expect(newest.scheduledFor == from + Double(number - 1) * 3_600)
          #expect(newest.requestedBy == "someone")
          try await platform.end(newest.id)
        }
        let id = started.backfill.id
        try await eventually("it is done") {
          try await BackfillQueries.find([id], in: platform.owner)[id]?.state == .done
        }
      }
    }

    @Test func waitsForTheRunsOfTodayAndLetsFiresGoFirst() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let collection = try await platform.scheduled(ScheduleInput(intervalSeconds: 1))
        let live = try await platform.firstQueued(of: collection.id)
        let now = try await ScheduleStateStore.now(in: platform.owner)
        let command = BackfillCollection(
          collectionID: collection.id, requestedBy: "test", from: now - 100, to: now - 90)
        let started = try await platform.gateway.send(command).result(as: BackfillStarted.self)
        #expect(started.runs.isEmpty && started.backfill.total == 10)
        // A slow schedule from here on, so that the backfill gets its turn.
        var slow = UpdateCollection(collectionID: collection.id, requestedBy: "test")
        slow.schedule = .set(ScheduleInput(intervalSeconds: 2))
        _ = try await platform.gateway.send(slow).result(as: MetadataCollection.self)
        try await platform.end(live.id)
        try await eventually("the backfill has begun") {
          // A fire that comes before its turn makes it wait again.
          for fire in try await platform.fires(of: collection.id) where !fire.status.isTerminal {
            try await platform.end(fire.id)
          }
          return try await platform.fires(of: collection.id, trigger: .backfill).count == 1
        }
        // The fire that meets the backfill's run waits for it instead of being skipped.
        try await eventually("a fire waits") {
          try await platform.state(of: collection.id)?.bufferedFor != nil
        }
        let first = try #require(
          try await platform.fires(of: collection.id, trigger: .backfill).first)
        try await platform.end(first.id)
        try await eventually("the fire goes first") {
          let waiting = try await platform.state(of: collection.id)?.bufferedFor
          let fires = try await platform.fires(of: collection.id)
          return waiting == nil && fires.contains { $0.status == .queued }
        }
        #expect(try await platform.fires(of: collection.id, trigger: .backfill).count == 1)
        let cancel = CancelBackfill(backfillID: started.backfill.id, requestedBy: "someone")
        let ended = try await platform.gateway.send(cancel).result(as: Backfill.self)
        #expect(ended.state == .cancelled && ended.endReason == "cancelled by someone" && ended.made == 1)
        let unknown = CancelBackfill(backfillID: .v7(), requestedBy: "someone")
        #expect(try await platform.gateway.send(unknown).refusal?.code == .backfillNotFound)
      }
    }

    @Test(arguments: ["disable", "delete"])
    func endsWithItsCollection(how: String) async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let collection = try await platform.scheduled(Self.hourly)
        let from = Self.start
        let command = BackfillCollection(
          collectionID: collection.id, requestedBy: "test", from: from, to: from + 86_400)
        let started = try await platform.gateway.send(command).result(as: BackfillStarted.self)
        if how == "disable" {
          var change = UpdateCollection(collectionID: collection.id, requestedBy: "test")
          change.isEnabled = .set(false)
          _ = try await platform.gateway.send(change).result(as: MetadataCollection.self)
        } else {
          let delete = DeleteCollection(collectionID: collection.id, requestedBy: "test")
          _ = try await platform.gateway.send(delete).result(as: Bool.self)
        }
        let id = started.backfill.id
        #expect(try await BackfillQueries.find([id], in: platform.owner)[id]?.state == .cancelled)
        let run = try #require(started.runs.first)
        #expect(try await platform.run(run.id).status == .skipped)
      }
    }
  }
}
