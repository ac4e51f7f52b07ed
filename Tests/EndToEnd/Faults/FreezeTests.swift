import Foundation
import JSON
import Postgres
import Testing

extension EndToEnd.Faults {
  /// An executor that is frozen is not dead: what it does when it wakes is what matters.
  @Suite struct Freezes {
    private let platform: Platform

    init() throws { platform = try .shared }

    @Test func frozenBeyondItsLeaseItWritesNothingAndSaysSo() async throws {
      try await platform.startMissing()
      let endpoint = try await platform.registerSynthetic(
        "Frozen for long", ["datasets": 3, "latencyMs": 1_500])
      let run = try await platform.trigger(endpoint: endpoint)
      try await platform.await("RUNNING", of: run)
      let frozen = try #require(platform.pid(of: .executor()))
      let logged = platform.log(of: .executor()).count
      kill(frozen, SIGSTOP)
      // What the source gave is there when it wakes, but nobody waits for it: the run has been given up.
      try await eventually("the lease has lapsed, and a new trigger waits", within: .seconds(15)) {
        try await platform.number(
          """
          select count(*) from nucleus.run
          where id::text = \(run) and lease_expires_at < clock_timestamp() and dispatches > 1
          """) == 1
      }
      kill(frozen, SIGCONT)
      let ended = try await platform.end(of: run)
      #expect(ended.status == "SUCCEEDED" && ended.attempt == 2)
      #expect(ended.states == ["QUEUED", "RUNNING", "RUNNING", "SUCCEEDED"])
      let news = platform.log(of: .executor()).dropFirst(logged)
      #expect(news.contains("leases lapsed unrenewed") || news.contains("runs lost to others"))
      // The first attempt has left no trace behind: all that is recorded belongs to the second.
      let fences = try await platform.rows(
        "select distinct fence from nucleus.run_activity where run_id::text = \(run)"
      ).map { try $0.decode(at: 0, as: Int.self) }
      #expect(fences == [2])
      #expect(platform.pid(of: .executor()) == frozen)
      try await platform.expectInvariants()
    }

    @Test func frozenForLessNothingIsVisible() async throws {
      try await platform.startMissing()
      let endpoint = try await platform.registerSynthetic(
        "Frozen for short", ["datasets": 3, "latencyMs": 1_500])
      let run = try await platform.trigger(endpoint: endpoint)
      try await platform.await("RUNNING", of: run)
      let frozen = try #require(platform.pid(of: .executor()))
      // The lease is 4 s, renewed every third of it: this leaves it a second.
      kill(frozen, SIGSTOP)
      try await Task.sleep(for: .milliseconds(1_500))
      kill(frozen, SIGCONT)
      let ended = try await platform.end(of: run)
      #expect(ended.states == ["QUEUED", "RUNNING", "SUCCEEDED"])
      #expect(ended.attempt == 1)
      try await platform.expectInvariants()
    }
  }
}
