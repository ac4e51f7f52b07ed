/// A named place at which a test may have the process killed.
///
/// With the compilation condition `CRASH_POINTS` and `NUCLEUS_CRASH_AT` naming a point, the process kills
/// itself there as `kill -9` would. A release build has neither the check nor the call.
public enum CrashPoint: String, CaseIterable, Sendable {
  case executorBeforeClaim = "executor.before-claim"
  case executorAfterClaim = "executor.after-claim"
  case executorMidCollection = "executor.mid-collection"
  /// Inside the finishing transaction, results written, before the commit.
  case executorAfterResults = "executor.after-results"
  case executorBeforeAck = "executor.before-ack"
  /// After the commit, before the outbox publishes.
  case schedulerBeforePublish = "scheduler.before-publish"
  case schedulerBeforeNextFire = "scheduler.before-next-fire"
  case schedulerBeforeOutboxDelete = "scheduler.before-outbox-delete"
  /// After the command was published, before its reply is handled.
  case gatewayBeforeReply = "gateway.before-reply"

  /// Says that the process is at `point`.
  @inlinable public static func reach(_ point: CrashPoint) {
    #if CRASH_POINTS
      CrashTrigger.process.reach(point)
    #endif
  }

  /// What is wrong with `NUCLEUS_CRASH_AT`, as the rest of a sentence that begins with the name: a test that cannot
  /// crash proves nothing. Nil where it names a point or nothing.
  public static var environmentFault: String? {
    #if CRASH_POINTS
      CrashTrigger.process.fault
    #else
      nil
    #endif
  }
}
