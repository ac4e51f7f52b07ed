import Foundation
import Glibc
import Testing

@testable import CrashPoints

@Suite struct CrashPointTests {
  @Test func aPlanNamesAPointAndAVisit() throws {
    var once = try #require(CrashPlan("executor.after-claim"))
    let visits: [CrashPoint] = [.executorBeforeClaim, .executorAfterClaim, .executorAfterClaim]
    #expect(visits.map { once.reached($0) } == [false, true, false])
    var third = try #require(CrashPlan("gateway.before-reply:3"))
    #expect((0..<5).map { _ in third.reached(.gatewayBeforeReply) } == [false, false, true, false, false])
  }

  @Test(arguments: [
    "", "executor", "executor.after-claim:", "executor.after-claim:0", "executor.after-claim:x", ":1",
  ])
  func nonsenseIsNoPlan(text: String) {
    #expect(CrashPlan(text) == nil)
  }

  #if CRASH_POINTS
    @Test func anUnknownPointIsAWrongSetting() {
      let unknown = CrashTrigger(environment: ["NUCLEUS_CRASH_AT": "executor.nowhere"])
      #expect(unknown.fault?.contains("executor.nowhere") == true)
      #expect(CrashTrigger(environment: ["NUCLEUS_CRASH_AT": "executor.before-ack:2"]).fault == nil)
      #expect(CrashTrigger(environment: [:]).fault == nil)
    }

    @Test func theNamedVisitKillsTheProcess() async {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        setenv("NUCLEUS_CRASH_AT", "scheduler.before-publish:2", 1)
        CrashPoint.reach(.schedulerBeforeOutboxDelete)
        CrashPoint.reach(.schedulerBeforePublish)
        CrashPoint.reach(.schedulerBeforePublish)
      }
      await #expect(processExitsWith: .success) {
        setenv("NUCLEUS_CRASH_AT", "scheduler.before-publish:2", 1)
        CrashPoint.reach(.schedulerBeforePublish)
      }
      await #expect(processExitsWith: .success) {
        for point in CrashPoint.allCases { CrashPoint.reach(point) }
      }
    }

    @Test func aMarkedCrashHappensOnce() async throws {
      let marker = FileManager.default.temporaryDirectory.appending(path: "crash-\(UUID())").path
      defer { try? FileManager.default.removeItem(atPath: marker) }
      await #expect(processExitsWith: .signal(SIGKILL)) { [marker = marker as String] in
        setenv("NUCLEUS_CRASH_AT", "executor.before-ack", 1)
        setenv("NUCLEUS_CRASH_MARKER", marker, 1)
        CrashPoint.reach(.executorBeforeAck)
      }
      #expect(FileManager.default.fileExists(atPath: marker))
      await #expect(processExitsWith: .success) { [marker = marker as String] in
        setenv("NUCLEUS_CRASH_AT", "executor.before-ack", 1)
        setenv("NUCLEUS_CRASH_MARKER", marker, 1)
        CrashPoint.reach(.executorBeforeAck)
      }
    }
  #endif
}
