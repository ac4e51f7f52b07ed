import Domain
import Storage

/// Where a session writes down what becomes of its run: the one seam between the way of a run and its effects.
///
/// Executors store it (``StoredRunRecord``); a replay rehearses it and changes nothing.
protocol RunRecord: Sendable {
  /// Looks whether the run's lease may have lapsed; its session is interrupted before this returns if so.
  func check(_ hold: RunClaims.Hold)

  /// Writes the end of a run with its results. A run that is no longer the caller's is left as it is.
  /// - Returns: whether it was the caller's.
  func end(_ draft: RunEndDraft) async throws -> Bool

  /// Writes down what was tried, of a run that goes on.
  func progress(_ activities: [RunActivity], of hold: RunClaims.Hold) async throws

  /// Gives a run to another executor.
  func handBack(_ run: RunClaims.HandBack, _ traces: RunTraces) async throws

  /// Writes down what a run was doing when it was cancelled; changes nothing if it was not.
  func cutOff(_ hold: RunClaims.Hold, _ traces: RunTraces) async throws

  /// Keeps the log of a run that was lost to someone else.
  func lost(_ hold: RunClaims.Hold, log: [RunLogLine]) async throws
}
