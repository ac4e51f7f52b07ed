import Foundation
import JSON
import Postgres
import Testing

extension EndToEnd.Faults {
  /// Several executors share the endpoints, and one that goes is not noticed (B4, G4).
  @Suite struct Placements {
    private let platform: Platform

    init() throws { platform = try .shared }

    private static let count = Soak.pick(45, soak: 300)

    @Test(.timeLimit(.minutes(Soak.pick(2, soak: 10))))
    func endpointsAreSharedAndMoveWithTheExecutors() async throws {
      try await platform.startMissing()
      let endpoints = try await platform.registerSynthetics(Self.count, ["datasets": 1])
      try await platform.start(.executor(2))
      try await platform.start(.executor(3))
      try await eventually("all three run some of them", within: .seconds(25), every: .milliseconds(100)) {
        try await parts(endpoints).count == 3
      }
      // Even is what each has of all endpoints, those of other tests too; how exactly is the placement's own test.
      try await eventually("all three say that they own an even part", within: .seconds(15)) {
        let shown = try await platform.api.value("{ executors { name endpoints runs } }").arrayValue ?? []
        let owned = shown.compactMap { $0["endpoints"]?.intValue }.map(Double.init)
        let all = owned.reduce(0, +)
        return owned.count == 3 && all >= Double(Self.count)
          && owned.allSatisfy { abs($0 - all / 3) <= 0.4 * all / 3 }
      }

      // One is killed: its endpoints go on elsewhere.
      let before = try await executors(endpoints)
      let orphans = endpoints.filter { before[$0]?.hasPrefix("run-executor-3@") == true }
      let death = ContinuousClock.now
      try await platform.end(.executor(3), with: SIGKILL)
      let runs = try await platform.triggerAll(orphans)
      for run in runs {
        let ended = try await platform.end(of: run)
        #expect(ended.status == "SUCCEEDED" && ended.attempt == 1)
        #expect(ended.executor?.hasPrefix("run-executor-3@") == false)
      }
      #expect(ContinuousClock.now - death < .seconds(3))

      // One is drained under load: nothing is lost, nothing is done twice.
      let slow = try await platform.registerSynthetics(12, ["datasets": 1, "latencyMs": 1_500])
      try await eventually("the slow ones run at both", within: .seconds(20)) {
        let runs = try await platform.triggerAll(slow)
        // All at once: one that is looked at late may have ended meanwhile.
        try await eventually("the slow ones have started", within: .seconds(20)) {
          try await platform.number(
            "select count(*) from nucleus.run where id::text = any(\(runs)) and status <> 'QUEUED'")
            == runs.count
        }
        let busy = try await platform.number(
          "select count(distinct executor) from nucleus.run where id::text = any(\(runs)) and status = 'RUNNING'"
        )
        if busy == 2 { return true }
        for run in runs { _ = try await platform.end(of: run) }
        return false
      }
      try await platform.end(.executor(2), with: SIGTERM)
      for endpoint in slow {
        let history = try await platform.rows(
          "select status, attempt from nucleus.run where endpoint_id::text = \(endpoint) order by requested_at desc limit 1"
        )
        let attempt = try history.first?.decode("attempt", as: Int.self)
        #expect(attempt == 1)
      }
      try await platform.expectInvariants()
      #expect(
        try await platform.number(
          "select count(*) from nucleus.run where endpoint_id::text = any(\(slow)) and (status <> 'SUCCEEDED' or attempt <> 1)"
        ) == 0)
    }

    /// Triggers all and tells how many ran where.
    private func parts(_ endpoints: [String]) async throws -> [String: Int] {
      for run in try await platform.triggerAll(endpoints) { _ = try await platform.end(of: run) }
      return try await executors(endpoints).values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    /// The executor of each endpoint's newest run.
    private func executors(_ endpoints: [String]) async throws -> [String: String] {
      let rows = try await platform.rows(
        """
        select distinct on (endpoint_id) endpoint_id::text as endpoint, coalesce(executor, '') as executor
        from nucleus.run where endpoint_id::text = any(\(endpoints)) order by endpoint_id, requested_at desc
        """)
      return Dictionary(
        try rows.map {
          (try $0.decode("endpoint", as: String.self), try $0.decode("executor", as: String.self))
        }
      ) { first, _ in first }
    }
  }
}
