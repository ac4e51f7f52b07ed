import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage
import TestSupport
import Testing

/// The statements of claims and ends, held against ``EndpointBreaker``.
extension StorageTests {
  @Suite struct BreakerTests {
    private let ttl = Duration.seconds(15)

    /// An endpoint with several collections, so that several of its runs can be active.
    private struct Bench {
      let scheduler: PostgresPool
      let executor: PostgresPool
      let endpoint: UUID
      let collections: [UUID]

      static func make(_ scheduler: PostgresPool, _ executor: PostgresPool) async throws -> Bench {
        let sample = try await SampleRows.make(scheduler)
        var collections = [sample.collection.id]
        for index in 0..<3 {
          let collection = MetadataCollection(
            id: .v7(), endpointID: sample.endpoint.id, name: "c\(index)", isEnabled: true, schedule: nil,
            filters: nil, createdAt: Date(), updatedAt: Date(), deletedAt: nil)
          collections.append(
            try await scheduler.transaction {
              try await CollectionStore.put(collection, in: $0).collection.id
            })
        }
        let parameters: JSONValue = ["limits": ["breaker": ["failures": 2, "openSeconds": 60]]]
        try await scheduler.execute(
          "update nucleus.endpoint set parameters = \(parameters) where id = \(sample.endpoint.id)")
        return Bench(
          scheduler: scheduler, executor: executor, endpoint: sample.endpoint.id, collections: collections)
      }

      func claim(_ index: Int = 0, ttl: Duration = .seconds(15)) async throws -> ClaimedRun {
        let new = RunCreation.NewRun(
          collectionID: collections[index], endpointID: endpoint, trigger: .manual, requestedBy: "test",
          filters: nil,
          cause: MessageCause(messageID: UUID.v7().lowercased, correlationID: nil, traceparent: nil))
        let run = try #require(
          try await scheduler.transaction { try await RunCreation.insert([new], in: $0) }.first)
        return try #require(
          try await RunClaims.claim([run.id], executor: "e", ttl: ttl, in: executor).first)
      }

      @discardableResult
      func end(_ claimed: ClaimedRun, _ outcome: RunEnd.Outcome) async throws -> [EndpointHealthChange] {
        let hold = RunClaims.Hold(runID: claimed.run.id, fence: claimed.fence)
        return try await executor.transaction {
          try await RunCompletion.conclude([RunEnd(hold: hold, outcome: outcome)], in: $0)
        }.changes
      }

      func fail(_ claimed: ClaimedRun) async throws -> [EndpointHealthChange] {
        try await end(claimed, .failed(code: "E_UPSTREAM_ERROR", error: "no"))
      }

      /// Two failures: open.
      func open() async throws {
        for _ in 0..<2 { _ = try await fail(claim()) }
      }

      /// As if the time of the open breaker were over.
      func halfOpen() async throws {
        try await scheduler.execute(
          """
          update nucleus.endpoint_health set open_until = clock_timestamp() - interval '1 second'
          where endpoint_id = \(endpoint)
          """)
      }

      var health: EndpointHealth? {
        get async throws {
          try await EndpointHealthQueries.health(of: [endpoint], in: scheduler)[endpoint]
        }
      }
    }

    private func with(_ body: (Bench) async throws -> Void) async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler, size: 3) { scheduler in
        try await database.withPool(as: .executor, size: 3) { executor in
          try await body(Bench.make(scheduler, executor))
        }
      }
    }

    @Test func historyAndEventsFollowTheEnds() async throws {
      try await with { bench in
        #expect(try await bench.health == nil)
        try await bench.end(bench.claim(), .succeeded)
        // Neither a skip nor a failure that is not the source's changes anything.
        try await bench.end(bench.claim(), .skipped(.nothingToDo, text: "nothing"))
        try await bench.end(bench.claim(), .failed(code: "E_CONFIG_INVALID", error: "no"))
        #expect(try await bench.health == .healthy)
        try await bench.open()
        let refused = try await bench.claim()
        guard case .refused(failures: 2, let until?) = refused.admission else {
          Issue.record("not refused: \(refused.admission)")
          return
        }
        #expect((50...70).contains(until.timeIntervalSinceNow))
        // Its own end does not count.
        try await bench.end(refused, .failed(code: "E_ENDPOINT_UNAVAILABLE", error: "no"))
        let history = try await EndpointHealthQueries.changes(
          of: [bench.endpoint], first: 20, in: bench.scheduler)[bench.endpoint, default: []]
        #expect(history.map(\.to) == [.unavailable, .degraded, .healthy])
        #expect(history.map(\.from) == [.degraded, .healthy, .unknown])
        #expect(history.first?.reason == "2 runs in a row failed, the last one with E_UPSTREAM_ERROR")
        #expect(
          try await EndpointHealthQueries.changes(of: [bench.endpoint], first: 1, in: bench.scheduler)
            .values.map(\.count) == [1])
        let bodies = try await bench.executor.query(
          """
          select body, routing_key from nucleus.outbox where endpoint_id = \(bench.endpoint)
            and type = 'endpoint.health-changed.v1' order by id
          """)
        let events = try bodies.map { row in
          try MessageCodec.decode(
            EndpointHealthEvent.self, from: [UInt8](row.decode("body", as: String.self).utf8))
        }
        #expect(events.map(\.to) == ["HEALTHY", "DEGRADED", "UNAVAILABLE"])
        #expect(events.allSatisfy { $0.endpointID == bench.endpoint && $0.runID != nil })
        #expect(
          try bodies.last?.decode("routing_key")
            == RoutingKey.event(.endpointHealthChanged, about: bench.endpoint))
        #expect(try await EndpointHealthQueries.illCounts(bench.scheduler)[.unavailable, default: 0] >= 1)
      }
    }

    @Test func theSuccessOfAHealthyEndpointWritesNothingAboutIt() async throws {
      try await with { bench in
        try await bench.end(bench.claim(), .succeeded)
        func version() async throws -> String {
          let rows = try await bench.scheduler.query(
            """
            select ctid::text || ' ' || xmin::text || ' ' || xmax::text as version from nucleus.endpoint_health
            where endpoint_id = \(bench.endpoint)
            """)
          return try #require(rows.first).decode("version")
        }
        let before = try await version()
        #expect(try await bench.end(bench.claim(), .succeeded).isEmpty)
        // Neither changed nor even locked.
        #expect(try await version() == before)
      }
    }

    @Test func oneProbeDecides() async throws {
      try await with { bench in
        try await bench.open()
        try await bench.halfOpen()
        let probe = try await bench.claim()
        #expect(probe.admission == .probes)
        let other = try await bench.claim(1)
        #expect(other.admission == .refused(failures: 2, until: nil))
        try await bench.end(other, .failed(code: "E_ENDPOINT_UNAVAILABLE", error: "no"))
        #expect(try await bench.fail(probe).isEmpty)
        guard case .refused(failures: 3, .some) = try await bench.claim().admission else {
          Issue.record("the probe's failure did not open it again")
          return
        }
        try await bench.halfOpen()
        let second = try await bench.claim(1)
        #expect(second.admission == .probes)
        #expect(try await bench.end(second, .succeeded).map(\.to) == [.healthy])
        #expect(try await bench.claim(2).admission == .passes)
      }
    }

    @Test func ofManyClaimedTogetherOneProbes() async throws {
      try await with { bench in
        try await bench.open()
        try await bench.halfOpen()
        let runs = try await bench.scheduler.transaction { transaction in
          try await RunCreation.insert(
            bench.collections.map { collection in
              RunCreation.NewRun(
                collectionID: collection, endpointID: bench.endpoint, trigger: .manual, requestedBy: "test",
                filters: nil,
                cause: MessageCause(messageID: UUID.v7().lowercased, correlationID: nil, traceparent: nil))
            }, in: transaction)
        }
        // Half of them by another process at the same time.
        async let left = RunClaims.claim(
          runs.prefix(2).map(\.id), executor: "a", ttl: ttl, in: bench.executor)
        async let right = RunClaims.claim(
          runs.suffix(2).map(\.id), executor: "b", ttl: ttl, in: bench.executor)
        let admissions = try await (left + right).map(\.admission)
        #expect(admissions.count == 4)
        #expect(admissions.filter { $0 == .probes }.count == 1)
        #expect(admissions.filter { $0 == .refused(failures: 2, until: nil) }.count == 3)
      }
    }

    @Test(arguments: ["cancelled", "skipped", "lost", "killed"])
    func noEndOfAProbeLeavesTheBreakerStuck(how: String) async throws {
      try await with { bench in
        try await bench.open()
        try await bench.halfOpen()
        let probe = try await bench.claim(ttl: how == "killed" ? .zero : .seconds(15))
        #expect(probe.admission == .probes)
        switch how {
        case "cancelled":
          try await RunEnding.cancel(.runs([probe.run.id]), text: "test", actor: "test", in: bench.scheduler)
        case "skipped": try await bench.end(probe, .skipped(.disabled, text: "disabled"))
        case "lost": try await bench.end(probe, .failed(code: "E_RUN_LOST", error: "lost"))
        default: break
        }
        #expect(try await bench.claim(1).admission == .probes)
      }
    }

    @Test func aNewConfigHalfOpensAtOnce() async throws {
      try await with { bench in
        try await bench.open()
        try await bench.scheduler.transaction {
          try await EndpointHealthStore.reconfigured(bench.endpoint, in: $0)
        }
        #expect(try await bench.health == .unavailable)
        #expect(try await bench.claim().admission == .probes)
      }
    }

    /// Random ends and claims, by the statements and by the state machine: both say the same.
    @Test(arguments: 0..<6) func theStatementsFollowTheRules(_ seed: UInt64) async throws {
      var random = SeededGenerator(seed: seed)
      try await with { bench in
        let limits = BreakerLimits(failures: 2, openSeconds: 60)
        var model = EndpointBreaker()
        var active: [Int: ClaimedRun] = [:]
        for _ in 0..<60 {
          switch Int.random(in: 0..<10, using: &random) {
          case 0..<5:
            guard let index = (0..<4).filter({ active[$0] == nil }).randomElement(using: &random) else {
              continue
            }
            let probeState: EndpointBreaker.ProbeState =
              active.values.contains { $0.run.id == model.probe?.runID } ? .leased : .ended
            let claimed = try await bench.claim(index, ttl: .seconds(600))
            let expected = model.admit(claimed.run.id, probeState: probeState, patience: 600, at: Date())
            #expect(claimed.admission.kind == expected.kind)
            if expected.kind == "refused" {
              try await bench.end(claimed, .failed(code: "E_ENDPOINT_UNAVAILABLE", error: "no"))
            } else {
              active[index] = claimed
            }
          case 5..<8:
            // A dictionary's own order differs from process to process.
            guard let index = active.keys.sorted().randomElement(using: &random),
              let claimed = active.removeValue(forKey: index)
            else { continue }
            let isSuccess = Bool.random(using: &random)
            let id = claimed.run.id
            let change = model.handle(
              isSuccess ? .succeeded(runID: id) : .failed(runID: id, code: "E_UPSTREAM_ERROR"),
              limits: limits,
              at: Date())
            let changes = isSuccess ? try await bench.end(claimed, .succeeded) : try await bench.fail(claimed)
            #expect(changes.map(\.to) == (change.map { [$0.to] } ?? []))
          case 8:
            guard let index = active.keys.sorted().randomElement(using: &random),
              let claimed = active.removeValue(forKey: index)
            else { continue }
            try await bench.end(claimed, .skipped(.nothingToDo, text: "nothing"))
          default:
            try await bench.scheduler.transaction {
              try await EndpointHealthStore.reconfigured(bench.endpoint, in: $0)
            }
            model.reconfigure(at: Date())
          }
        }
      }
    }
  }
}

extension EndpointBreaker.Admission {
  fileprivate var kind: String {
    switch self {
    case .passes: "passes"
    case .probes: "probes"
    case .refused: "refused"
    }
  }
}
