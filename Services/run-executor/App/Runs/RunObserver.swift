/// Watches a session as it goes; executors have none.
struct RunObserver: Sendable {
  /// Told each event of the session with what it led to.
  var step: @Sendable (RunSessionStateMachine.Event, RunSessionStateMachine.Action) -> Void
  /// Told each line that is logged about the run.
  var line: @Sendable (RunLogText) -> Void
}
