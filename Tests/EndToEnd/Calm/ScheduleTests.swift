import Foundation
import JSON
import Testing

extension EndToEnd.Calm {
  /// Schedules fire by themselves, and whatever does not become a run says why (A6, A15, A16).
  @Suite struct Schedules {
    private let platform: Platform

    init() throws { platform = try .shared }

    @Test func runsComeByThemselvesUntilTheyArePaused() async throws {
      let endpoint = try await platform.registerSynthetic("Scheduled", ["datasets": 2])
      let collection = try await platform.schedule(endpoint, ["intervalSeconds": 1])
      try await eventually("three runs have succeeded", within: .seconds(15)) {
        try await platform.fires(of: collection).filter { $0.status == "SUCCEEDED" }.count >= 3
      }
      let shown = try await platform.api.value(
        "query ($id: ID!) { collection(id: $id) { temporalScheduleId schedule { lastFireTime } } }",
        ["id": .string(collection)])
      #expect(shown["temporalScheduleId"]?.stringValue == "collection::\(collection)")
      let last = try #require(shown["schedule"]?["lastFireTime"]?.stringValue)
      // Asked for afterwards: fields of one request are those of moments between which it may have fired.
      let ahead = try await platform.api.value(
        "query ($id: ID!) { collection(id: $id) { schedule { nextFireTimes(count: 2) } } }",
        ["id": .string(collection)])
      let next = try #require(ahead["schedule"]?["nextFireTimes"]?.arrayValue)
      #expect(next.count == 2 && (next.first?.stringValue ?? "") > last)
      let upcoming = try await platform.api.value("{ upcomingFires { collectionId plannedAt } }")
      #expect(upcoming.arrayValue?.contains { $0["collectionId"]?.stringValue == collection } == true)
      for run in try await platform.fires(of: collection).prefix(3) {
        #expect(run.json["requestedBy"] == "schedule")
        #expect((run.json["requestedAt"]?.stringValue ?? "") >= run.scheduledFor)
      }
      try await platform.pause(collection)
      let paused = try await platform.api.value(
        "query ($id: ID!) { collection(id: $id) { temporalScheduleId schedule { paused } } }",
        ["id": .string(collection)])
      #expect(paused["temporalScheduleId"] == .null && paused["schedule"]?["paused"] == true)
      try await platform.expectEveryFireIsAccountedFor([collection])
      // A pause does not block anybody's own trigger.
      let manual = try Platform.identifier(
        try await platform.api.value(Platform.triggerCollection, ["id": .string(collection)]))
      #expect(try await platform.end(of: manual).status == "SUCCEEDED")
    }

    @Test func theNextFireCancelsARunThatHangs() async throws {
      let endpoint = try await platform.registerSynthetic("Hanging", ["failure": "hang"])
      let collection = try await platform.schedule(
        endpoint, ["intervalSeconds": 2, "overlap": "CANCEL_OTHER"])
      // On a busy machine the earliest may be cancelled while they still wait for their turn.
      let cancelled = try await eventually("a run works after one that worked", within: .seconds(20)) {
        let begun = try await platform.fires(of: collection).filter { $0.states.contains("RUNNING") }
        return begun.count >= 2 && begun[0].isEnded ? begun[0] : nil
      }
      try await platform.pause(collection)
      #expect(cancelled.status == "FAILED" && cancelled.errorCode == "E_RUN_CANCELLED")
      let active = try #require(try await platform.fires(of: collection).last)
      _ = try await platform.api.value(
        "mutation ($id: ID!) { cancelRun(id: $id) { id } }", ["id": .string(active.id)])
      #expect(try await platform.end(of: active.id, within: .seconds(3)).errorCode == "E_RUN_CANCELLED")
      try await platform.expectInvariants()
    }

    @Test func oneFireWaitsAndTheOthersAreSkipped() async throws {
      let endpoint = try await platform.registerSynthetic("Slow", ["latencyMs": 2_500, "datasets": 1])
      let collection = try await platform.schedule(
        endpoint, ["intervalSeconds": 1, "overlap": "BUFFER_ONE"])
      try await eventually("the fire that waited has become a run, another was skipped", within: .seconds(20))
      {
        let fires = try await platform.fires(of: collection)
        return fires.count { $0.status != "SKIPPED" } >= 2 && fires.contains(where: isOverlap)
      }
      try await platform.pause(collection)
      let fires = try await platform.fires(of: collection)
      let runs = fires.filter { !($0.reason?.hasPrefix("OVERLAP") ?? false) && $0.status != "SKIPPED" }
      #expect(runs.count >= 2)
      let skipped = fires.filter(isOverlap)
      #expect(!skipped.isEmpty)
      // The earliest blocked one waited.
      #expect(skipped.allSatisfy { $0.scheduledFor > runs[1].scheduledFor })
      for run in runs { #expect(try await platform.end(of: run.id).status == "SUCCEEDED") }
      try await platform.expectInvariants()
    }

    private func isOverlap(_ fire: RunView) -> Bool {
      fire.status == "SKIPPED" && fire.reason?.hasPrefix("OVERLAP: run ") == true
    }

    @Test func aRangeIsMadeUpFor() async throws {
      let endpoint = try await platform.registerSynthetic("Backfilled", ["datasets": 1])
      let collection = try await platform.schedule(endpoint, ["cron": "0 * * * *", "timezone": "UTC"])
      let made = try await platform.api.value(
        """
        mutation ($id: ID!) { backfillCollection(
          id: $id, from: "2026-01-01T00:00:00Z", to: "2026-01-01T05:00:00Z") { id batchId scheduledFor trigger } }
        """, ["id": .string(collection)])
      let first = try #require(made.arrayValue?.first)
      #expect(made.arrayValue?.count == 1 && first["scheduledFor"] == "2026-01-01T00:00:00.000Z")
      let batch = try #require(first["batchId"]?.stringValue)
      try await eventually("all five have succeeded", within: .seconds(20)) {
        let runs = try await platform.fires(of: collection, trigger: "BACKFILL")
        return runs.count == 5 && runs.allSatisfy { $0.status == "SUCCEEDED" }
      }
      let runs = try await platform.fires(of: collection, trigger: "BACKFILL")
      #expect(runs.map(\.scheduledFor) == (0...4).map { "2026-01-01T0\($0):00:00.000Z" })
      #expect(runs.allSatisfy { $0.json["batchId"]?.stringValue == batch })
      let backfill = try await platform.api.value(
        "query ($id: ID!) { backfill(id: $id) { state total made collection { id } } }",
        ["id": .string(batch)])
      #expect(
        backfill == ["state": "DONE", "total": 5, "made": 5, "collection": ["id": .string(collection)]])
      let tooMuch = try await platform.api.send(
        """
        mutation ($id: ID!) { backfillCollection(
          id: $id, from: "2020-01-01T00:00:00Z", to: "2026-01-01T05:00:00Z") { id } }
        """, ["id": .string(collection)])
      #expect(tooMuch.code == "E_INVALID_INPUT" && tooMuch.errors.first?.field == "to")
      // The clock may strike the hour while other tests count runs.
      try await platform.pause(collection)
    }

    @Test func everythingWithALabelIsPaused() async throws {
      let register = """
        mutation ($name: String!) { registerEndpoint(input: {name: $name, labels: ["nightly"],
          config: {templateId: "synthetic", parameters: {}}}) { id } }
        """
      for number in 1...3 {
        let endpoint = try Platform.identifier(
          try await platform.api.value(register, ["name": .string("Labelled \(number)")]))
        _ = try await platform.schedule(endpoint, ["cron": "0 3 * * *"])
      }
      let pause = """
        mutation { pauseCollections(labels: ["nightly"], note: "move") { schedule { paused pauseNote } } }
        """
      let paused = try await platform.api.value(pause).arrayValue ?? []
      #expect(paused == Array(repeating: ["schedule": ["paused": true, "pauseNote": "move"]], count: 3))
      let resumed = try await platform.api.value(
        #"mutation { resumeCollections(labels: ["nightly"]) { schedule { paused } } }"#)
      #expect(resumed.arrayValue?.count == 3)
      // Others count runs, perhaps at three o'clock.
      _ = try await platform.api.value(pause)
      let all = try await platform.api.send("mutation { pauseCollections(labels: []) { id } }")
      #expect(all.code == "E_INVALID_INPUT" && all.errors.first?.field == "labels")
    }
  }
}
