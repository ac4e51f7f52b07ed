import Contracts
import Domain
import Foundation
import Postgres
import Storage
import Testing

@testable import Scheduler

extension SchedulerServiceTests {
  /// Fires as they become runs, or say why they did not (A6, A15).
  @Suite(.quietAfterwards) struct ClockTests {
    @Test func firesAtItsTimeAndSkipsWhileARunIsActive() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (collection, first) = try await platform.firing()
        try await eventually("three fires have come") {
          try await platform.fires(of: collection.id).count >= 3
        }
        let fires = try await platform.fires(of: collection.id)
        for (number, run) in fires.prefix(3).enumerated() {
          #expect(run.scheduledFor == first + Double(2 * number))
          #expect(run.requestedBy == "schedule")
          #expect(run.requestedAt >= first + Double(2 * number))
          #expect(run.status == (number == 0 ? .queued : .skipped))
        }
        let reason = try await platform.lastReason(of: fires[1].id)
        #expect(reason == "OVERLAP: run \(fires[0].id.lowercased) is still active")
        #expect(
          fires[1].error == "run \(fires[0].id.lowercased) is still active" && fires[1].errorCode == nil)
        #expect(try await platform.state(of: collection.id)?.lastFireAt == fires[0].scheduledFor)
      }
    }

    @Test func oneFireWaitsForTheActiveRun() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (collection, _) = try await platform.firing(overlap: "BUFFER_ONE")
        try await eventually("the third fire is skipped") {
          try await platform.fires(of: collection.id).contains { $0.status == .skipped }
        }
        let waiting = try #require(try await platform.state(of: collection.id)?.bufferedFor)
        let first = try #require(try await platform.fires(of: collection.id).first)
        #expect(waiting == first.scheduledFor.map { $0 + 2 })
        try await platform.end(first.id)
        try await eventually("the waiting fire becomes a run") {
          try await platform.fires(of: collection.id).contains {
            $0.scheduledFor == waiting && $0.status == .queued
          }
        }
      }
    }

    @Test func theNextFireTakesThePlaceOfTheActiveRun() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let (collection, _) = try await platform.firing(overlap: "CANCEL_OTHER")
        try await eventually("the second run is there") {
          try await platform.fires(of: collection.id).count >= 2
        }
        let first = try #require(try await platform.fires(of: collection.id).first)
        #expect(first.status == .failed && first.errorCode == "E_RUN_CANCELLED")
      }
    }

    @Test func afterADayOneRunAndOneRowMakeUpForAll() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let collection = try await platform.scheduled(ScheduleInput(intervalSeconds: 600))
        try await platform.wasAway(86_400, [collection.id])
        try await eventually("it was noticed") { try await platform.fires(of: collection.id).count == 2 }
        let fires = try await platform.fires(of: collection.id)
        let saved = try #require(try await platform.state(of: collection.id)?.savedAt)
        #expect(fires[0].status == .skipped && fires[0].scheduledFor == saved + 600)
        #expect(
          fires[0].error
            == "143 fires from \(Timestamp.format(saved + 600)) to \(Timestamp.format(saved + 85_800))")
        #expect(fires[1].status == .queued && fires[1].scheduledFor == saved + 86_400)
        #expect(try await platform.state(of: collection.id)?.next?.plannedAt == saved + 87_000)
      }
    }

    @Test func aDisabledEndpointSkipsItsFires() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        let collection = try await platform.scheduled(ScheduleInput(intervalSeconds: 600))
        var change = UpdateEndpoint(endpointID: collection.endpointID, requestedBy: "test")
        change.isEnabled = .set(false)
        _ = try await platform.gateway.send(change).result(as: Endpoint.self)
        try await platform.wasAway(600, [collection.id])
        try await eventually("the fire is skipped") { try await platform.fires(of: collection.id).count >= 1 }
        let fire = try #require(try await platform.fires(of: collection.id).first)
        #expect(try await platform.lastReason(of: fire.id) == "ENDPOINT_DISABLED: the endpoint is disabled")
      }
    }

    @Test func aFailurePausesWhereItIsToldTo() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        var schedule = ScheduleInput(intervalSeconds: 1)
        schedule.pauseOnFailure = true
        let collection = try await platform.scheduled(schedule)
        let run = try await platform.firstQueued(of: collection.id)
        try await platform.end(run.id, failing: "E_UPSTREAM_ERROR")
        try await eventually("the schedule is paused") {
          try await CollectionQueries.find([collection.id], in: platform.owner)[collection.id]?.schedule?
            .isPaused == true
        }
        let paused = try await CollectionQueries.find([collection.id], in: platform.owner)[collection.id]
        #expect(paused?.schedule?.pauseNote == "run \(run.id.lowercased) failed with E_UPSTREAM_ERROR")
        #expect(try await platform.state(of: collection.id)?.next == nil)
        // Resumed, it fires again: the failure is over.
        let resume = ResumeCollection(collectionID: collection.id, requestedBy: "test")
        _ = try await platform.gateway.send(resume).result(as: MetadataCollection.self)
        let before = try await platform.fires(of: collection.id).count
        try await eventually("it fires again") { try await platform.fires(of: collection.id).count > before }
      }
    }

    @Test func aFireThatWaitsIsDroppedWhereTheRunBeforeItFails() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        var schedule = ScheduleInput(intervalSeconds: 1)
        schedule.overlap = "BUFFER_ONE"
        schedule.pauseOnFailure = true
        let collection = try await platform.scheduled(schedule)
        try await eventually("a fire waits") {
          try await platform.state(of: collection.id)?.bufferedFor != nil
        }
        let waiting = try #require(try await platform.state(of: collection.id)?.bufferedFor)
        let run = try await platform.firstQueued(of: collection.id)
        try await platform.end(run.id, failing: "E_UPSTREAM_ERROR")
        try await eventually("it is told of") {
          try await platform.fires(of: collection.id).contains { $0.scheduledFor == waiting }
        }
        let fire = try #require(
          try await platform.fires(of: collection.id).first { $0.scheduledFor == waiting })
        #expect(try await platform.lastReason(of: fire.id) == "PAUSED: the schedule was paused")
      }
    }

    /// Whatever several schedulers do at the same time, a planned time has one row.
    @Test func twoSchedulersFireEachScheduleOnce() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        try await RunningScheduler.with(platform) { _ in
          let (endpoint, _) = try await platform.register()
          let count = 1_200
          let ids = (0..<count).map { _ in UUID.v7() }
          try await platform.owner.execute(
            """
            with made as (
              insert into nucleus.collection (id, endpoint_id, name, schedule_interval_seconds)
              select id, \(endpoint.id), 'due ' || id, 3600 from unnest(\(ids)) as t (id) returning id, created_at
            )
            insert into nucleus.schedule_state (collection_id, saved_at, handled_through, next_planned_at, next_due_at,
                                                active_since)
            select id, due.at - interval '1 hour', due.at - interval '1 hour', due.at, due.at, due.at
            from made, (select clock_timestamp() + interval '0.5 seconds' as at) due
            """)
          try await eventually("all have fired") {
            try await platform.count(
              """
              select count(*)::int8 from nucleus.run
              where trigger = 'SCHEDULE' and endpoint_id = \(endpoint.id)
              """) >= count
          }
          let distinct = try await platform.count(
            """
            select count(distinct collection_id)::int8 from nucleus.run
            where trigger = 'SCHEDULE' and endpoint_id = \(endpoint.id) and status = 'QUEUED'
            """)
          #expect(distinct == count)
        }
      }
    }
  }
}
