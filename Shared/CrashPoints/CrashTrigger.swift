#if CRASH_POINTS
  import Foundation
  import Glibc
  import Synchronization

  /// Kills the process at the point its environment names.
  @usableFromInline
  final class CrashTrigger: Sendable {
    /// The trigger of this process, read from its environment at the first visit.
    @usableFromInline static let process = CrashTrigger(environment: ProcessInfo.processInfo.environment)

    let fault: String?
    private let plan: Mutex<CrashPlan?>
    private let marker: String?

    init(environment: [String: String]) {
      let text = environment["NUCLEUS_CRASH_AT"] ?? ""
      let plan = CrashPlan(text)
      fault = text.isEmpty || plan != nil ? nil : "names no crash point: \(text)"
      marker = environment["NUCLEUS_CRASH_MARKER"].flatMap { $0.isEmpty ? nil : $0 }
      self.plan = Mutex(plan)
    }

    @usableFromInline
    func reach(_ point: CrashPoint) {
      guard plan.withLock({ $0?.reached(point) ?? false }), markCrash() else { return }
      kill(getpid(), SIGKILL)
      // The signal is delivered before the call returns to this thread, but the compiler cannot know.
      while true { pause() }
    }

    /// Creates the marker; false when an earlier process of the same environment has crashed already.
    private func markCrash() -> Bool {
      guard let marker else { return true }
      let descriptor = open(marker, O_CREAT | O_EXCL | O_WRONLY, 0o600)
      guard descriptor >= 0 else { return false }
      close(descriptor)
      return true
    }
  }
#endif
