import CrashPoints
import Foundation
import JSON
import Postgres
import TestSupport
import Testing

extension EndToEnd.Faults {
  /// Schedulers come and go; every planned time is accounted for once (A6, A9, R6, R10).
  @Suite struct ScheduleOutages {
    private let platform: Platform

    init() throws { platform = try .shared }

    @Test func whatWasMissedIsMadeUpForOnce() async throws {
      try await platform.startMissing()
      let endpoint = try await platform.registerSynthetic("Missed", ["datasets": 1])
      let collection = try await platform.schedule(endpoint, ["intervalSeconds": 1])
      try await eventually("it fires") { try await platform.fires(of: collection).count >= 2 }
      try await platform.end(.scheduler(), with: SIGKILL)
      let planned = try await platform.number(
        "select count(*) from nucleus.run where collection_id::text = \(collection)")
      try await eventually("five fires were missed", within: .seconds(10)) {
        try await platform.number(
          """
          select floor(extract(epoch from clock_timestamp() - handled_through))::int8 from nucleus.schedule_state
          where collection_id::text = \(collection)
          """) >= 6
      }
      #expect(
        try await platform.number(
          "select count(*) from nucleus.run where collection_id::text = \(collection)") == planned)
      try await platform.start(.scheduler())
      try await eventually("it fires again") {
        try await platform.fires(of: collection).contains { $0.reason?.hasPrefix("MISSED: ") == true }
      }
      try await platform.pause(collection)
      let missed = try await platform.fires(of: collection).filter {
        $0.reason?.hasPrefix("MISSED: ") == true
      }
      #expect(missed.count == 1)
      try await platform.expectEveryFireIsAccountedFor([collection])
      try await platform.expectInvariants()
    }

    @Test func aSchedulerThatDiesWhileFiringFiresNothingTwice() async throws {
      try await platform.startMissing()
      let endpoint = try await platform.registerSynthetic("Torn", ["datasets": 1])
      let scheduler = PlatformProcess.scheduler()
      try await platform.restart(
        scheduler, settings: ["NUCLEUS_CRASH_AT": "\(CrashPoint.schedulerBeforeNextFire.rawValue):2"])
      let pid = try #require(platform.pid(of: scheduler))
      let collection = try await platform.schedule(endpoint, ["intervalSeconds": 1])
      try await platform.waitForCrash(of: scheduler, pid: pid)
      try await platform.start(scheduler)
      try await eventually("it fires again") { try await platform.fires(of: collection).count >= 3 }
      try await platform.pause(collection)
      try await platform.expectEveryFireIsAccountedFor([collection])
      try await platform.expectInvariants()
    }

    /// The set of fires is that of the plan, whoever was there when.
    @Test
    func schedulersThatComeAndGoMissNothing() async throws {
      try await platform.startMissing()
      var random = SeededGenerator(seed: 20_261_126)
      let endpoints = try await platform.registerSynthetics(Soak.pick(10, soak: 100), ["datasets": 1])
      let numbered = endpoints.flatMap { endpoint in
        (1...Soak.pick(2, soak: 5)).map { (endpoint: endpoint, number: $0) }
      }
      let collections = try await concurrently(numbered) { place in
        try await platform.schedule(
          place.endpoint, ["intervalSeconds": .int(Int64(place.number))], name: "every \(place.number)")
      }
      let schedulers = [PlatformProcess.scheduler(1), .scheduler(2)]
      try await platform.start(schedulers[1])
      let end = ContinuousClock.now + .seconds(Soak.pick(8, soak: Soak.seconds))
      while ContinuousClock.now < end {
        let victim = schedulers[Int.random(in: 0...1, using: &random)]
        let fires = try await platform.number("select count(*) from nucleus.run where trigger = 'SCHEDULE'")
        try await platform.end(victim, with: SIGKILL)
        try await platform.start(victim)
        try await eventually("fires go on") {
          try await platform.number("select count(*) from nucleus.run where trigger = 'SCHEDULE'") > fires
        }
      }
      for collection in collections { try await platform.pause(collection) }
      try await platform.end(schedulers[1], with: SIGTERM)
      try await platform.expectEveryFireIsAccountedFor(collections)
      try await platform.expectInvariants(atRestWithin: .seconds(Soak.pick(30, soak: 120)))
    }
  }
}
