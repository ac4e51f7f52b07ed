import Contracts
import Domain
import Foundation
import Postgres
import Storage
import TestSupport
import Testing

extension SchedulerPlatform {
  /// A collection of a new endpoint with the schedule.
  func scheduled(
    _ schedule: ScheduleInput, name: String = "scheduled", endpoint: UUID? = nil
  ) async throws -> MetadataCollection {
    var place = endpoint
    if place == nil { place = try await register().endpoint.id }
    var command = CreateCollection(
      endpointID: place ?? UUID(), requestedBy: "test", name: name)
    command.schedule = schedule
    return try await gateway.send(command).result(as: MetadataCollection.self)
  }

  /// A collection that fires every two seconds, soon for the first time: a fire that is late by less than two seconds is
  /// still itself.
  func firing(overlap: String? = nil) async throws -> (collection: MetadataCollection, first: Date) {
    let endpoint = try await register().endpoint.id
    let gap = 2
    var schedule = ScheduleInput(intervalSeconds: gap)
    schedule.overlap = overlap
    // Eighths of a second are exact as binary and as decimal fractions.
    let start = Date(timeIntervalSince1970: ((Date().timeIntervalSince1970 + 0.2) * 8).rounded(.up) / 8)
    schedule.startAt = start
    let collection = try await scheduled(schedule, endpoint: endpoint)
    let saved = try #require(try await state(of: collection.id)?.savedAt)
    let missed = max(0, (saved.timeIntervalSince(start) / Double(gap)).rounded(.down) + 1)
    return (collection, start + missed * Double(gap))
  }

  /// Waits for a scheduled run that is to be carried out; those that were missed are rows as well.
  func firstQueued(of collection: UUID) async throws -> Run {
    var queued: Run?
    try await eventually("a run is there") {
      queued = try await fires(of: collection).first { $0.status == .queued }
      return queued != nil
    }
    return try #require(queued)
  }

  /// Ends what schedules would go on to fire, and what they have queued.
  func endSchedules() async throws {
    let rows = try await owner.query(
      """
      select c.id, c.endpoint_id from nucleus.schedule_state s join nucleus.collection c on c.id = s.collection_id
      """)
    let collections = try rows.map { try $0.decode("id", as: UUID.self) }
    let endpoints = Set(try rows.map { try $0.decode("endpoint_id", as: UUID.self) })
    try await database.withPool(as: .scheduler) { pool in
      try await pool.transaction { transaction in
        try await ScheduleStateStore.remove(collections, in: transaction)
        try await BackfillStore.cancel(
          where: .collections(collections), reason: "the test is over", in: transaction)
        for endpoint in endpoints {
          try await RunEnding.skipQueued(
            endpoint: endpoint, .deleted, text: "the test is over", in: transaction)
        }
      }
    }
  }

  func state(of collection: UUID) async throws -> ScheduleState? {
    try await ScheduleQueries.states(of: [collection], in: owner)[collection]
  }

  /// The scheduled runs of a collection in the order of their planned times.
  func fires(of collection: UUID, trigger: RunTrigger = .schedule) async throws -> [Run] {
    let rows = try await owner.query(
      """
      select id from nucleus.run where collection_id = \(collection) and trigger = \(trigger.rawValue)
      order by scheduled_for, id
      """)
    let ids = try rows.map { try $0.decode("id", as: UUID.self) }
    let runs = try await RunQueries.find(ids, in: owner)
    return ids.compactMap { runs[$0] }
  }

  /// As if nobody had looked at the schedules since then, when they were saved.
  func wasAway(_ seconds: Int, _ collections: [UUID]) async throws {
    try await owner.execute(
      """
      update nucleus.schedule_state set saved_at = saved_at - \(seconds) * interval '1 second',
        handled_through = handled_through - \(seconds) * interval '1 second',
        next_planned_at = next_planned_at - \(seconds) * interval '1 second',
        next_due_at = next_due_at - \(seconds) * interval '1 second'
      where collection_id = any(\(collections))
      """)
  }

  /// Ends a run as an executor would.
  func end(_ run: UUID, failing code: String? = nil) async throws {
    let claimed = try await RunClaims.claim([run], executor: "executor@test", ttl: .seconds(15), in: executor)
    let holds = claimed.map { RunClaims.Hold(runID: $0.run.id, fence: $0.fence) }
    try await RunCompletion.finish(
      holds.map { hold in
        RunEnd(hold: hold, outcome: code.map { .failed(code: $0, error: "as asked") } ?? .succeeded)
      }, in: executor)
  }
}
