import JSON
import Postgres
import Testing

extension EndToEnd.Calm {
  /// A run that is cancelled ends at once, and the next one of its endpoint takes its place.
  @Suite struct Cancelling {
    private let platform: Platform

    init() throws { platform = try .shared }

    private static let cancelRun =
      "mutation ($id: ID!) { cancelRun(id: $id) { id status error errorCode completedAt } }"

    private func trigger(_ collection: String) async throws -> String {
      try Platform.identifier(
        try await platform.api.value(Platform.triggerCollection, ["id": .string(collection)]))
    }

    private func waitingFor(_ run: String) async throws -> String? {
      try await platform.api.value(
        "query ($id: ID!) { collectionRun(id: $id) { waitingFor } }", ["id": .string(run)])["waitingFor"]?
        .stringValue
    }

    /// A number of seconds, of the times that the platform itself has noted.
    private func seconds(_ sql: SQL) async throws -> Double {
      try #require(try await platform.rows(sql).first).decode(at: 0, as: Double.self)
    }

    @Test func aHangingRunMakesRoomForTheNext() async throws {
      let endpoint = try await platform.registerSynthetic("To be cancelled", ["failure": "hang"])
      var runs: [String] = []
      for name in ["first", "second", "third"] {
        let collection = try await platform.createCollection(of: endpoint, name: name)
        runs.append(try await trigger(collection))
        if runs.count == 1 { try await platform.await("RUNNING", of: runs[0]) }
      }
      #expect(try await waitingFor(runs[0]) == nil)
      #expect(
        try await waitingFor(runs[2])
          == "the endpoint's limit of one run at a time, taken by \(runs[0]); it is number 2 in the queue of its endpoint"
      )

      // One that waits, which never starts; then the one that runs.
      let second = try await platform.api.value(Self.cancelRun, ["id": .string(runs[1])])
      #expect(second["status"] == "FAILED" && second["errorCode"] == "E_RUN_CANCELLED")
      let first = try await platform.api.value(Self.cancelRun, ["id": .string(runs[0])])
      #expect(first["status"] == "FAILED" && first["completedAt"]?.isNull == false)
      #expect(first["error"]?.stringValue?.hasPrefix("cancelled by ") == true)
      // What is measured are the cancel and what follows from it, without the questions of this test.
      try await platform.await("RUNNING", of: runs[2])
      let untilNext = try await seconds(
        """
        select extract(epoch from n.started_at - c.completed_at)::float8
        from nucleus.run c, nucleus.run n where c.id::text = \(runs[0]) and n.id::text = \(runs[2])
        """)
      #expect(untilNext < 2)
      #expect(try await platform.run(runs[1]).states == ["QUEUED", "FAILED"])
      let cutOff = try await eventually("what was cut off is told", within: .seconds(10)) {
        let run = try await platform.run(runs[0])
        return run.activities.last?["outcome"] == "cancelled" ? run : nil
      }
      let untilCutOff = try await seconds(
        """
        select extract(epoch from a.ended_at - r.completed_at)::float8
        from nucleus.run_activity a join nucleus.run r on r.id = a.run_id
        where r.id::text = \(runs[0]) and a.outcome = 'cancelled'
        """)
      #expect(untilCutOff < 2)
      #expect(cutOff.states == ["QUEUED", "RUNNING", "FAILED"])
      let actor = try await platform.api.value(
        "query ($id: ID!) { collectionRun(id: $id) { transitions { actor } } }", ["id": .string(runs[0])])
      #expect(actor["transitions"]?.arrayValue?.last?["actor"]?.stringValue?.isEmpty == false)

      #expect(try await platform.api.send(Self.cancelRun, ["id": .string(runs[0])]).code == "E_RUN_FINISHED")
      #expect(
        try await platform.api.send(Self.cancelRun, ["id": .string(endpoint)]).code == "E_RUN_NOT_FOUND")
      _ = try await platform.api.value(Self.cancelRun, ["id": .string(runs[2])])
      try await platform.expectInvariants()
    }

    @Test(arguments: ["cancel", "delete"]) func aSourceIsLeftAlone(by how: String) async throws {
      let name = "\(how)_source"
      try await platform.makeSource(name, password: "private", "create table t (id int)")
      try await platform.withDatabase { watcher in
        try await platform.withDatabase(name) { blocker in
          // Whoever reads the catalog waits for this lock.
          try await blocker.executeScript(
            "begin; lock table pg_catalog.pg_description in access exclusive mode")
          try await leaveAlone(name, by: how, watcher)
          try await blocker.execute("rollback")
        }
      }
      try await platform.expectInvariants()
    }

    /// - Parameter watcher: a connection that is there already, so that its opening is no part of what is measured.
    private func leaveAlone(_ name: String, by how: String, _ watcher: PostgresConnection) async throws {
      let endpoint = try await platform.register(
        "Blocked source to \(how)", template: "postgres",
        platform.sourceParameters(name, password: "private"))
      let run = try await platform.trigger(endpoint: endpoint)
      func sessions() async throws -> Int {
        let count = try await watcher.query(
          "select count(*) from pg_stat_activity where usename = \(name) and wait_event_type = 'Lock'")
        return try #require(count.first).decode(at: 0, as: Int.self)
      }
      try await eventually("the source works for the run") { try await sessions() == 1 }
      if how == "cancel" {
        _ = try await platform.api.value(Self.cancelRun, ["id": .string(run)])
      } else {
        try await platform.deleteEndpoint(endpoint)
      }
      try await eventually("the source's session has ended", within: .seconds(2)) {
        try await sessions() == 0
      }
      #expect(try await platform.run(run).errorCode == "E_RUN_CANCELLED")
    }
  }
}
