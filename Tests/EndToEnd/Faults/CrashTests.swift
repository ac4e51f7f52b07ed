import CrashPoints
import Foundation
import JSON
import Postgres
import Testing

extension EndToEnd.Faults {
  /// Each service dies at each place where it hurts, and is started again: nothing is lost, nothing done twice.
  @Suite struct Crashes {
    private let platform: Platform

    init() throws { platform = try .shared }

    @Test(arguments: CrashPoint.allCases.filter { $0 != .schedulerBeforeNextFire })
    func everyRunEndsOnce(_ point: CrashPoint) async throws {
      // In case an earlier test left something dead.
      try await platform.startMissing()
      let endpoints = try await platform.registerSynthetics(4, ["datasets": 7, "fields": 3])
      let victim = point.process
      try await platform.restart(victim, settings: ["NUCLEUS_CRASH_AT": "\(point.rawValue):2"])
      let pid = try #require(platform.pid(of: victim))
      // The first visit goes well, the second one kills.
      let first = try await platform.triggerPersistently(endpoints[0])
      #expect(try await platform.end(of: first).status == "SUCCEEDED")

      async let triggered = concurrently(endpoints) { try await platform.triggerPersistently($0) }
      try await platform.waitForCrash(of: victim, pid: pid)
      try await platform.start(victim)
      let runs = try await triggered

      var attempts: [Int64] = []
      for id in runs {
        let run = try await platform.end(of: id)
        #expect(run.status == "SUCCEEDED", "\(run.json.encodedString)")
        #expect(run.states.filter { RunView.terminal.contains($0) }.count == 1)
        attempts.append(run.attempt)
      }
      #expect(attempts.max() == point.attempts, "\(attempts)")
      for (endpoint, isFirst) in zip(endpoints, [true, false, false, false]) {
        #expect(try await platform.catalog(of: endpoint).count == 7)
        let count = try await platform.number(
          "select count(*) from nucleus.run where endpoint_id::text = \(endpoint)")
        #expect(count == (isFirst ? 2 : 1), "\(endpoint) got \(count) runs")
      }
      try await platform.expectInvariants()
      try await platform.expectCompleteJournal()
    }
  }
}

extension CrashPoint {
  fileprivate var process: PlatformProcess {
    switch self {
    case .executorBeforeClaim, .executorAfterClaim, .executorMidCollection, .executorAfterResults,
      .executorBeforeAck:
      .executor()
    case .schedulerBeforePublish, .schedulerBeforeOutboxDelete, .schedulerBeforeNextFire: .scheduler()
    case .gatewayBeforeReply: .gateway()
    }
  }

  /// How many claims the run takes that is in hand at the crash.
  fileprivate var attempts: Int64 {
    switch self {
    case .executorAfterClaim, .executorMidCollection, .executorAfterResults, .executorBeforeAck: 2
    default: 1
    }
  }
}
