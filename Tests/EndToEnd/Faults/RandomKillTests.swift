import Foundation
import JSON
import Postgres
import Synchronization
import TestSupport
import Testing

extension EndToEnd.Faults {
  /// Services are killed at random moments under a stream of triggers.
  @Suite struct RandomKills {
    private let platform: Platform

    init() throws { platform = try .shared }

    /// `NUCLEUS_TEST_SEEDS=1,2,3` tries others.
    static let seeds =
      ProcessInfo.processInfo.environment["NUCLEUS_TEST_SEEDS"]?.split(separator: ",").compactMap {
        UInt64($0)
      }
      ?? [20_260_105]

    @Test(arguments: seeds)
    func nothingIsLostOrDoneTwice(seed: UInt64) async throws {
      try await platform.startMissing()
      let rounds = 6
      let endpoints = try await platform.registerSynthetics(12, ["datasets": 3, "latencyMs": 40])
      let progress = Progress()
      let total = endpoints.count * rounds
      async let load = platform.load(endpoints, rounds: rounds) { progress.advance() }
      var random = SeededGenerator(seed: seed)
      // Each service dies twice, in an order and at a progress that the seed decides.
      let victims = (PlatformProcess.services + PlatformProcess.services).shuffled(using: &random)
      for (number, victim) in victims.enumerated() {
        let mark = (number * total) / (victims.count + 1) + Int.random(in: 1...5, using: &random)
        try await eventually("\(mark) runs have ended", within: .seconds(60), every: .milliseconds(5)) {
          progress.count >= mark
        }
        try await platform.end(victim, with: SIGKILL)
        try await platform.start(victim)
      }
      let runs = try await load
      #expect(runs.count == total)
      #expect(Set(runs.map(\.id)).count == total)
      for run in runs where run.status != "SUCCEEDED" {
        // Killed three times in its three attempts: allowed, and said so.
        #expect(run.errorCode == "E_RUN_LOST", "\(run.json.encodedString)")
      }
      #expect(runs.filter { $0.status != "SUCCEEDED" }.count <= 1)
      for endpoint in endpoints {
        #expect(try await platform.catalog(of: endpoint).count == 3)
        #expect(
          try await platform.number("select count(*) from nucleus.run where endpoint_id::text = \(endpoint)")
            == rounds)
      }
      try await platform.expectInvariants()
      try await platform.expectCompleteJournal()
    }

    private final class Progress: Sendable {
      private let state = Atomic(0)

      var count: Int { state.load(ordering: .relaxed) }
      func advance() { state.add(1, ordering: .relaxed) }
    }
  }
}
