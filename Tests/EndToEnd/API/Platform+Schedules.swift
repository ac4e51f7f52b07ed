import Foundation
import JSON
import Postgres
import Testing

extension Platform {
  /// Puts a collection with the schedule.
  /// - Returns: its id.
  func schedule(
    _ endpoint: String, _ schedule: JSONObject, name: String = "scheduled"
  ) async throws -> String {
    let collection = try await api.value(
      "mutation ($input: CollectionCreateInput!) { createCollection(input: $input) { id } }",
      [
        "input": [
          "endpointId": .string(endpoint), "name": .string(name), "schedule": .object(schedule),
        ]
      ])
    return try Self.identifier(collection)
  }

  func pause(_ collection: String) async throws {
    _ = try await api.value(
      "mutation ($id: ID!) { pauseCollection(id: $id) { id } }", ["id": .string(collection)])
  }

  /// The runs of a collection by one trigger, the earliest planned first.
  func fires(of collection: String, trigger: String = "SCHEDULE") async throws -> [RunView] {
    let runs = try await api.value(
      """
      query ($id: ID!) { collection(id: $id) { runs(first: 500) {
        \(RunView.fields) trigger scheduledFor batchId requestedBy } } }
      """, ["id": .string(collection)])
    return (runs["runs"]?.arrayValue ?? []).map(RunView.init(json:))
      .filter { $0.json["trigger"]?.stringValue == trigger }
      .sorted { $0.scheduledFor < $1.scheduledFor }
  }

  /// Holds the rows of interval schedules, which were never changed, against what they planned: each planned time up to
  /// the last one that was handled has its run, its skipped row, or its place among the missed ones.
  func expectEveryFireIsAccountedFor(
    _ collections: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let offenders = try await rows(
      """
      select c.id || ': ' || planned.count || ' planned, ' || told.count || ' told'
      from nucleus.collection c join nucleus.schedule_state s on s.collection_id = c.id
        cross join lateral (
          select floor(extract(epoch from s.handled_through - s.saved_at) / c.schedule_interval_seconds + 0.000001)::int8
            as count) planned
        cross join lateral (
          select coalesce(sum(case when r.error like '% fires from %'
              then split_part(r.error, ' ', 1)::int8 else 1 end), 0)
            + case when s.buffered_for is null then 0 else 1 end as count
          from nucleus.run r where r.collection_id = c.id and r.trigger = 'SCHEDULE') told
      where c.id::text = any(\(collections)) and planned.count <> told.count
      """)
    #expect(offenders.isEmpty, "\(offenders.prefix(5))", sourceLocation: sourceLocation)
  }
}

extension RunView {
  /// As the API writes it; such texts sort by time.
  var scheduledFor: String { json["scheduledFor"]?.stringValue ?? "" }
  var reason: String? { transitions.last?["reason"]?.stringValue }
}
