import Contracts
import Domain
import Foundation
import Postgres
import Storage

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
